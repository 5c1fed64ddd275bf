package dev.lifeboat.app.replicate;

import dev.lifeboat.engine.replicate.control.ReplicatorStatus;
import dev.lifeboat.engine.replicate.control.ReplicatorStatus.State;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Says each notice of each database once, and once that a disk does not answer, however long.
final class NoticeLog {
    private static final Logger LOG = LoggerFactory.getLogger(NoticeLog.class);

    private record Said(String database, String notice) {}

    private final Set<Said> said = new HashSet<>();
    private final Set<Path> stalled = new HashSet<>();

    /// What is no longer true is forgotten, so that it is said again when it comes back.
    void log(List<ReplicatorStatus> statuses) {
        Set<Said> now = new HashSet<>();
        for (ReplicatorStatus status : statuses) {
            status.notices()
                    .forEach(notice -> now.add(new Said(status.database().toString(), notice)));
        }
        statuses.forEach(this::logStall);
        said.retainAll(now);
        now.stream().filter(said::add).forEach(each -> LOG.warn("{}: {}", each.database(), each.notice()));
    }

    private void logStall(ReplicatorStatus status) {
        if (status.state() != State.STALLED) {
            stalled.remove(status.database());
        } else if (stalled.add(status.database())) {
            LOG.error("{}: {}", status.database(), status.reason());
        }
    }
}
