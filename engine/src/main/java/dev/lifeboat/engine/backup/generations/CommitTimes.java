package dev.lifeboat.engine.backup.generations;

import dev.lifeboat.engine.backup.History;
import dev.lifeboat.engine.backup.RestoreTarget;
import dev.lifeboat.engine.store.Asked;
import dev.lifeboat.engine.store.ObjectHead;
import dev.lifeboat.engine.store.ObjectMetadata;
import dev.lifeboat.engine.store.ObjectStore;
import java.io.IOException;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// The true times of the objects around an asked moment, from the metadata that our writer leaves with each (product.md
/// 5): a storage time is that of the upload, and a copy moves it.
///
/// Every generation is searched, since a copy stores generations in any order: by storage times none can be ruled out.
/// All searches go on at the same time, so that many generations cost more heads and hardly more waiting.
final class CommitTimes {
    /// How many heads are asked at a time, each on a thread of its own.
    private static final int WIDTH = 32;

    private final ObjectStore store;

    CommitTimes(ObjectStore store) {
        this.store = store;
    }

    History learn(History history, RestoreTarget target) throws IOException {
        if (!(target instanceof RestoreTarget.AtTime(Instant time, var id))) {
            return history;
        }
        List<CommitSearch> searches = history.generations().stream()
                .filter(each -> id.isEmpty() || each.id().equals(id.get()))
                .map(each -> new CommitSearch(each, time))
                .toList();
        Map<String, Instant> times = new HashMap<>();
        List<String> keys = keys(searches);
        while (!keys.isEmpty()) {
            ask(keys, times);
            searches.forEach(each -> each.hear(times));
            keys = keys(searches);
        }
        return times.isEmpty() ? history : history.withCommitTimes(times);
    }

    private static List<String> keys(List<CommitSearch> searches) {
        return searches.stream().flatMap(each -> each.next().stream()).toList();
    }

    private void ask(List<String> keys, Map<String, Instant> times) throws IOException {
        for (int from = 0; from < keys.size(); from += WIDTH) {
            askTogether(keys.subList(from, Math.min(keys.size(), from + WIDTH)), times);
        }
    }

    private void askTogether(List<String> keys, Map<String, Instant> times) throws IOException {
        List<Asked<Optional<ObjectHead>>> heads =
                keys.stream().map(key -> Asked.of(() -> store.head(key))).toList();
        try {
            for (int i = 0; i < keys.size(); i++) {
                String key = keys.get(i);
                heads.get(i).answer().flatMap(CommitTimes::time).ifPresent(found -> times.put(key, found));
            }
        } finally {
            heads.forEach(Asked::close);
        }
    }

    private static Optional<Instant> time(ObjectHead head) {
        try {
            return Optional.ofNullable(head.metadata().get(ObjectMetadata.COMMIT_TIME))
                    .map(Instant::parse);
        } catch (DateTimeException e) {
            // Somebody else's words under our name.
            return Optional.empty();
        }
    }
}
