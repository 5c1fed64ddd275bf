package dev.lifeboat.engine.live;

import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.OptionalLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The read mark that stands, and the one that takes its place (CP-1). Belongs to one thread.
final class ReadMarks implements Closeable {
    private static final Logger LOG = LoggerFactory.getLogger(ReadMarks.class);

    private static final int MOST_BEGINS = 20;

    private ReadMark standing;
    private ReadMark spare;
    private long movedNanos = System.nanoTime();

    private ReadMarks(ReadMark standing, ReadMark spare) {
        this.standing = standing;
        this.spare = spare;
    }

    /// One stands when this returns. Whatever fails, none is left open.
    static ReadMarks open(Path database) throws SQLException {
        ReadMark first = ReadMark.open(database);
        boolean isStanding = false;
        try {
            first.begin();
            ReadMarks marks = new ReadMarks(first, ReadMark.open(database));
            isStanding = true;
            return marks;
        } finally {
            if (!isStanding) {
                first.close();
            }
        }
    }

    /// How the second one begins; false where it does not.
    @FunctionalInterface
    interface Beginning {
        boolean begins(ReadMark mark) throws IOException, SQLException;
    }

    /// Asked while both stand: whether everything up to the second one is captured, so that the first one may end.
    @FunctionalInterface
    interface Check {
        boolean mayEnd() throws IOException, SQLException;
    }

    /// Hand over hand: a second mark begins, then the first one ends, or the second where it may not. Whether it did.
    boolean handOver(Beginning beginning, Check check) throws IOException, SQLException {
        boolean moves = false;
        try {
            moves = beginning.begins(spare) && check.mayEnd();
        } finally {
            if (moves) {
                movedNanos = System.nanoTime();
                ReadMark stood = standing;
                standing = spare;
                spare = stood;
            }
            spare.end();
        }
        return moves;
    }

    /// How long ago the first one ended.
    Duration sinceMoved() {
        return Duration.ofNanos(System.nanoTime() - movedNanos);
    }

    /// How many frames SQLite counts as committed. Not during `handOver`.
    OptionalLong committedFrames() {
        return spare.committedFrames();
    }

    /// From here on until `beginAgain` only the write lock keeps the WAL.
    void end() throws SQLException {
        standing.end();
    }

    /// Under the write lock nothing gets lost while the mark is absent, so it may take a few tries. Whether it stands.
    boolean beginAgain() {
        for (int attempt = 0; attempt < MOST_BEGINS; attempt++) {
            try {
                standing.begin();
                return true;
            } catch (SQLException e) {
                LOG.debug("taking the read mark again: {}", e.getMessage());
            }
        }
        return false;
    }

    @Override
    public void close() {
        spare.close();
        standing.close();
    }
}
