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
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/// Which commits of the saved `-wal` the restored state does not have.
///
/// A WAL is known again by the header that its first segment carries: salts are random for each life. `commits` are
/// all committed transactions of the saved WAL; `behind` those that end behind the chosen point, or nothing where
/// the saved WAL is another one than the point's, so that it cannot be told.
record WalLoss(int commits, Optional<Integer> behind) {
    /// Reads the saved copy, never the live file.
    static WalLoss of(Path savedWal, Replicas replica, PointId point) throws IOException {
        if (!Files.exists(savedWal) || Files.size(savedWal) < WalHeader.BYTES) {
            return new WalLoss(0, Optional.of(0));
        }
        byte[] header;
        List<Long> ends = new ArrayList<>();
        try (InputStream in = new BufferedInputStream(Files.newInputStream(savedWal), 1 << 16)) {
            header = in.readNBytes(WalHeader.BYTES);
            if (!(WalHeader.read(header) instanceof WalHeader.Reading.Header(WalHeader parsed))) {
                return new WalLoss(0, Optional.of(0));
            }
            WalScan.fromStart(parsed).read(in, (frame, _) -> {
                if (frame.isCommit()) {
                    ends.add(frame.offsetBytes() + parsed.frameBytes());
                }
            });
        }
        return point instanceof Position position && isWalOf(header, replica, position)
                ? new WalLoss(ends.size(), Optional.of((int)
                        ends.stream().filter(end -> end > position.offset()).count()))
                : new WalLoss(ends.size(), Optional.empty());
    }

    private static boolean isWalOf(byte[] header, Replicas replica, Position point) throws IOException {
        Optional<Segment> first = replica.history().generations().stream()
                .flatMap(generation -> generation.segments().stream())
                .filter(segment -> segment.generation().equals(point.generation())
                        && segment.index() == point.index()
                        && segment.offset() == 0)
                .findFirst();
        if (first.isEmpty()) {
            return false;
        }
        try (InputStream in = replica.backup().open(first.get().key(), _ -> {})) {
            return Arrays.equals(header, in.readNBytes(header.length));
        }
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
        return behind.map(count -> count == 0
                        ? "every commit of the saved -wal is in the restored state (" + commits + ")"
                        : count + " of " + commits + " commits of the saved -wal are newer than the chosen point: lost "
                                + "from the live database, kept in the saved set")
                .orElse("the saved -wal holds " + commits
                        + " commits of another WAL than the chosen point: which of them are lost cannot be told from"
                        + " the log; they are kept in the saved set");
    }
}
