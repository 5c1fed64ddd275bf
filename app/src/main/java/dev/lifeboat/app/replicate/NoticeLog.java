package dev.lifeboat.app.replicate;

import dev.lifeboat.engine.replicate.control.ReplicatorStatus;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Says each notice of each database once.
final class NoticeLog {
    private static final Logger LOG = LoggerFactory.getLogger(NoticeLog.class);

    private record Said(String database, String notice) {}

    private final Set<Said> said = new HashSet<>();

    /// What is no longer true is forgotten, so that it is said again when it comes back.
    void log(List<ReplicatorStatus> statuses) {
        Set<Said> now = new HashSet<>();
        for (ReplicatorStatus status : statuses) {
            status.notices()
                    .forEach(notice -> now.add(new Said(status.database().toString(), notice)));
        }
        said.retainAll(now);
        now.stream().filter(said::add).forEach(each -> LOG.warn("{}: {}", each.database(), each.notice()));
    }
}
