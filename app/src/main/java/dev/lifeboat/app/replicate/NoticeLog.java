package dev.lifeboat.app.replicate;

import dev.lifeboat.engine.replicate.control.ReplicatorStatus;
import dev.lifeboat.engine.replicate.control.ReplicatorStatus.State;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Says each notice of each database once, and once that a disk does not answer, however long.
final class NoticeLog {
    private static final Logger LOG = LoggerFactory.getLogger(NoticeLog.class);

    /// A notice apart from its figures, which may grow as long as it stands.
    private record Said(String database, String words) {}

    private final Set<Said> said = new HashSet<>();
    private final Set<Path> stalled = new HashSet<>();

    /// What is no longer true is forgotten, so that it is said again when it comes back.
    void log(List<ReplicatorStatus> statuses) {
        Map<Said, String> now = new LinkedHashMap<>();
        for (ReplicatorStatus status : statuses) {
            String database = status.database().toString();
            status.notices().forEach(notice -> now.put(new Said(database, notice.replaceAll("[0-9]+", "0")), notice));
        }
        statuses.forEach(this::logStall);
        said.retainAll(now.keySet());
        now.forEach((each, notice) -> {
            if (said.add(each)) {
                LOG.warn("{}: {}", each.database(), notice);
            }
        });
    }

    private void logStall(ReplicatorStatus status) {
        if (status.state() != State.STALLED) {
            stalled.remove(status.database());
        } else if (stalled.add(status.database())) {
            LOG.error("{}: {}", status.database(), status.reason());
        }
    }
}
