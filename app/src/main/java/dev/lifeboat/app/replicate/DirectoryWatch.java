package dev.lifeboat.app.replicate;

import dev.lifeboat.app.config.DirectorySettings;
import dev.lifeboat.engine.replicate.control.ReplicatorStatus;
import dev.lifeboat.engine.replicate.control.ReplicatorStatus.State;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Keeps the databases of one directory replicated: what appears is begun, what is gone is ended. Called once a
/// second by the thread that runs the process.
final class DirectoryWatch {
    private static final Logger LOG = LoggerFactory.getLogger(DirectoryWatch.class);

    /// A file is missing for a moment while it is replaced by a rename in two steps.
    private static final int GONE_AFTER_LOOKS = 3;

    private final DirectorySettings settings;
    private final DirectoryScan scan;
    private final Engines engines;
    private final Map<Path, Integer> missing = new HashMap<>();
    private final Set<Path> mine = new HashSet<>();
    private final Set<Path> ending = new HashSet<>();
    private String trouble = "";

    DirectoryWatch(DirectorySettings settings, Engines engines) {
        this.settings = settings;
        this.scan = new DirectoryScan(settings);
        this.engines = engines;
    }

    boolean isWatching() {
        return settings.watch();
    }

    /// `taken` are the databases that this process replicates by now, whoever named them; what is begun joins them.
    void look(Set<Path> taken) {
        try {
            freeWhatHasEnded(taken);
            Set<Path> there = scan.look(taken);
            there.stream().filter(file -> !taken.contains(file)).forEach(file -> begin(file, taken));
            endWhatIsGone(there, taken);
            trouble = "";
        } catch (IOException e) {
            String now = String.valueOf(e);
            if (!now.equals(trouble)) {
                LOG.warn("cannot list {}: {}", settings.directory(), now);
            }
            trouble = now;
        }
    }

    /// What has its place by now was not looked into while the one before it was still open here (LK-4).
    private void freeWhatHasEnded(Set<Path> taken) {
        List<Path> ended =
                ending.stream().filter(file -> !engines.isEnding(file)).toList();
        for (Path file : ended) {
            ending.remove(file);
            taken.remove(file);
            scan.forget();
        }
    }

    private void begin(Path file, Set<Path> taken) {
        LOG.info("found a database: {}", file);
        taken.add(file);
        mine.add(file);
        engines.start(settings.of(file));
    }

    private void endWhatIsGone(Set<Path> there, Set<Path> taken) {
        missing.keySet().removeAll(there);
        List<Path> gone = mine.stream()
                .filter(file -> !there.contains(file) && !isPaused(file))
                .filter(file -> missing.merge(file, 1, Integer::sum) >= GONE_AFTER_LOOKS)
                .toList();
        for (Path file : gone) {
            LOG.warn("{} is gone: its replication ends, its replicas stay as they are", file);
            missing.remove(file);
            mine.remove(file);
            ending.add(file);
            engines.end(file);
        }
    }

    // Who paused it moves files about, and asks this very replicator to go on afterwards.
    private boolean isPaused(Path file) {
        return engines.statuses().stream()
                .filter(status -> status.database().equals(file))
                .map(ReplicatorStatus::state)
                .anyMatch(State.RELEASED::equals);
    }
}
