package dev.lifeboat.runbooks.steps;

import com.google.gson.JsonObject;
import dev.lifeboat.engine.PointId;
import dev.lifeboat.engine.Position;
import dev.lifeboat.engine.backup.Segment;
import dev.lifeboat.engine.wal.WalHeader;
import dev.lifeboat.engine.wal.WalScan;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/// Which commits of the saved `-wal` the restored state does not have.
///
/// A WAL is known again by the header that its first segment carries. Whoever begins it anew adds 1 to the first
/// salt (SQLite's `walRestartHdr`), so that a later life is known too, unless the file was removed or a connection
/// that never began it anew was the first to write: then both salts are random. `commits` are all committed
/// transactions of the saved WAL; `behind` those that end behind the chosen point, or nothing where it cannot be
/// told; `between` the lives between the point's and the saved one: what was written in those is not counted.
record WalLoss(int commits, Optional<Integer> behind, int between) {
    private static final WalLoss NONE = new WalLoss(0, Optional.of(0), 0);

    /// A random salt is taken for a later one once in 65,536 times.
    private static final int MOST_LIVES = 1 << 16;

    /// Reads the saved copy, never the live file.
    static WalLoss of(Path savedWal, Replicas replica, PointId point) throws IOException {
        if (!Files.exists(savedWal) || Files.size(savedWal) < WalHeader.BYTES) {
            return NONE;
        }
        List<Long> ends = new ArrayList<>();
        WalHeader saved;
        try (InputStream in = new BufferedInputStream(Files.newInputStream(savedWal), 1 << 16)) {
            if (!(WalHeader.read(in.readNBytes(WalHeader.BYTES)) instanceof WalHeader.Reading.Header(WalHeader read))) {
                return NONE;
            }
            saved = read;
            WalScan.fromStart(saved).read(in, (frame, _) -> {
                if (frame.isCommit()) {
                    ends.add(frame.offsetBytes() + saved.frameBytes());
                }
            });
        }
        return point instanceof Position position
                ? behind(ends, saved, replica, position)
                : new WalLoss(ends.size(), Optional.empty(), 0);
    }

    private static WalLoss behind(List<Long> ends, WalHeader saved, Replicas replica, Position point)
            throws IOException {
        OptionalLong index = index(saved, replica, point);
        if (index.isEmpty() || index.getAsLong() < point.index()) {
            return new WalLoss(ends.size(), Optional.empty(), 0);
        }
        long from = index.getAsLong() == point.index() ? point.offset() : 0;
        int behind = (int) ends.stream().filter(end -> end > from).count();
        return new WalLoss(ends.size(), Optional.of(behind), (int) Math.max(0, index.getAsLong() - point.index() - 1));
    }

    /// Which WAL of the point's generation the saved one is, counted from the newest up to the point that is stored.
    private static OptionalLong index(WalHeader saved, Replicas replica, Position point) throws IOException {
        Optional<Segment> first = replica.history().generations().stream()
                .flatMap(generation -> generation.segments().stream())
                .filter(segment -> segment.generation().equals(point.generation())
                        && segment.index() <= point.index()
                        && segment.offset() == 0)
                .max(Comparator.comparingInt(Segment::index));
        if (first.isEmpty()) {
            return OptionalLong.empty();
        }
        try (InputStream in = replica.backup().open(first.get().key(), _ -> {})) {
            return WalHeader.read(in.readNBytes(WalHeader.BYTES)) instanceof WalHeader.Reading.Header(WalHeader stored)
                            && isSameOrLater(saved, stored)
                    ? OptionalLong.of(first.get().index() + (long) livesLater(saved, stored))
                    : OptionalLong.empty();
        }
    }

    private static boolean isSameOrLater(WalHeader saved, WalHeader stored) {
        int lives = livesLater(saved, stored);
        return saved.equals(stored) || lives > 0 && lives <= MOST_LIVES;
    }

    /// Salts wrap around.
    private static int livesLater(WalHeader saved, WalHeader stored) {
        return saved.salt1() - stored.salt1();
    }

    JsonObject json() {
        JsonObject json = new JsonObject();
        json.addProperty("savedCommits", commits);
        behind.ifPresent(count -> json.addProperty("behindPoint", count));
        return json;
    }

    String sentence() {
        if (commits == 0) {
            return "the saved -wal holds no commit";
        }
        return behind.map(this::sentence)
                .orElse("the saved -wal holds " + commits
                        + " commits of another WAL than the chosen point: which of them are lost cannot be told from"
                        + " the log; they are kept in the saved set");
    }

    private String sentence(int count) {
        if (count == 0) {
            return "every commit of the saved -wal is in the restored state (" + commits + ")";
        }
        return count + " of " + commits + " commits of the saved -wal are newer than the chosen point: lost from the"
                + " live database, kept in the saved set"
                + (between == 0 ? "" : "; between it and the point the WAL was begun anew " + between + " times more");
    }
}
