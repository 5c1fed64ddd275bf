package dev.lifeboat.engine.timeline;

import dev.lifeboat.engine.backup.replica.ReplicaBackup;
import dev.lifeboat.engine.event.EngineEvent;
import dev.lifeboat.engine.store.CountingStore;
import dev.lifeboat.engine.store.file.FileObjectStore;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// Looks at a file replica, and knows what that cost and what a person was told.
final class Look {
    private final CountingStore store;
    private final ReplicaBackup backup;
    private final ObjectMemory memory;
    private final List<String> warnings = new ArrayList<>();

    Look(Path root, ObjectMemory memory) {
        this.store = new CountingStore(new FileObjectStore(root));
        this.backup = new ReplicaBackup(store);
        this.memory = memory;
    }

    Timeline take() throws IOException {
        return take(Window.ALWAYS);
    }

    Timeline take(Window window) throws IOException {
        return new TimelineReader(backup, memory).read(backup.listing(), window, event -> {
            if (event instanceof EngineEvent.Warning(String text)) {
                warnings.add(text);
            }
        });
    }

    /// What a listing alone asks.
    List<String> askedByAListing() throws IOException {
        asked();
        backup.listing();
        return asked();
    }

    /// What was asked since the last call, without the listings of what lies below a slash: where that does not count
    /// nobody waits for them, so that they may come late or not at all.
    List<String> asked() {
        return store.asked().stream()
                .filter(each -> !each.startsWith("list //"))
                .toList();
    }

    List<String> warnings() {
        return warnings;
    }
}
