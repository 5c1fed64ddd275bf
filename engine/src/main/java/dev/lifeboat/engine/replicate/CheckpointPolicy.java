package dev.lifeboat.engine.replicate;

import java.time.Duration;

/// What to do about the WAL now. Pure.
final class CheckpointPolicy {
    /// On slot 0 nothing can be back-filled, and each commit of an application that checkpoints by itself walks the
    /// whole WAL to find that out (SQLite's default: from 1000 pages on). So the mark leaves it early.
    static final long PAGES_ON_SLOT_ZERO = 250;

    /// After a seal that could not finish the next one waits: as long as a reader stands, all it does is hold the lock.
    private static final Duration FIRST_PAUSE = Duration.ofMillis(500);

    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(10);
    private static final int MOST_DOUBLINGS = 5;

    private CheckpointPolicy() {}

    /// `pages`: committed and captured frames of the present WAL; `pagesSinceMark`: those that the read mark keeps from
    /// being back-filled. `isSealed`: all of them are back-filled already. `isQuiet`: the last look
    /// found nothing new. `isMarkInTheWay`: the application has fallen silent, and a checkpoint of its own may wait
    /// for the mark. `unfinished`: seals in a row that did not complete, the last one `sinceSeal` ago.
    record Situation(
            long pages,
            long pagesSinceMark,
            boolean isOnSlotZero,
            boolean isSealed,
            boolean isQuiet,
            boolean isMarkInTheWay,
            boolean isSnapshotWanted,
            int unfinished,
            Duration sinceSeal,
            Duration sinceComplete) {}

    enum Decision {
        REST,
        /// Move the read mark and do nothing else. An application that checkpoints with FULL, RESTART or TRUNCATE
        /// holds its own write lock while it waits for the mark: until it stands at the end of the WAL, so that
        /// all can be back-filled, and for a restart until it stands on slot 0.
        MOVE,
        /// Move the read mark and back-fill what it uncovers, without the write lock.
        RENEW,
        SEAL
    }

    static Decision decide(CheckpointSettings settings, Situation now) {
        if (now.isSealed()) {
            return now.isSnapshotWanted() && isTried(now) ? Decision.SEAL : Decision.REST;
        }
        if (isSealDue(settings, now) && isTried(now)) {
            return Decision.SEAL;
        }
        boolean isMarkOld = now.pagesSinceMark() >= settings.minPages()
                || now.isOnSlotZero() && now.pagesSinceMark() >= Math.min(PAGES_ON_SLOT_ZERO, settings.minPages());
        if (isMarkOld) {
            return Decision.RENEW;
        }
        return now.isMarkInTheWay() ? Decision.MOVE : Decision.REST;
    }

    private static boolean isSealDue(CheckpointSettings settings, Situation now) {
        return now.isSnapshotWanted()
                || now.pages() >= settings.maxPages()
                || now.pages() >= settings.minPages() && now.isQuiet()
                || now.pages() > 0 && now.sinceComplete().compareTo(settings.interval()) >= 0;
    }

    private static boolean isTried(Situation now) {
        return now.unfinished() == 0 || now.sinceSeal().compareTo(pause(now.unfinished())) >= 0;
    }

    private static Duration pause(int unfinished) {
        Duration pause = FIRST_PAUSE.multipliedBy(1L << Math.min(unfinished - 1, MOST_DOUBLINGS));
        return pause.compareTo(LONGEST_PAUSE) > 0 ? LONGEST_PAUSE : pause;
    }

    /// How fast an application writes, in pages a second, where it was `before` and a look that `took` so long found
    /// so many pages, so long after the one before it. Of a look that took long the time before is left out: a
    /// burst may have begun with it. Half of the pace is left after a second without any: an application that waits
    /// for a lock or for its disk goes on as fast as it wrote before.
    static double pace(double before, long pagesFound, Duration since, Duration took) {
        double seconds = Math.max(since.toNanos(), SHORTEST.toNanos()) / 1e9;
        double busy = took.compareTo(LONG) >= 0 ? took.toNanos() / 1e9 : seconds;
        return Math.max(pagesFound / busy, before * Math.pow(0.5, seconds));
    }

    /// How long until the next look: soon enough that not much comes in between at that pace.
    static Duration untilNextLook(Duration interval, double pagesASecond, boolean isOnSlotZero) {
        long wanted = isOnSlotZero ? PAGES_ON_SLOT_ZERO : PAGES_A_LOOK;
        long nanos = (long) (wanted / pagesASecond * 1e9);
        return Duration.ofNanos(
                Math.clamp(nanos, SHORTEST.toNanos(), Math.max(SHORTEST.toNanos(), interval.toNanos())));
    }

    /// About 8 MiB of the most common page size: large enough that an fsync a look costs little.
    private static final long PAGES_A_LOOK = 2_000;

    private static final Duration SHORTEST = Duration.ofMillis(10);
    private static final Duration LONG = Duration.ofMillis(100);
}
