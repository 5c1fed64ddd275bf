package dev.lifeboat.engine.restore;

import dev.lifeboat.engine.backup.Backup;
import dev.lifeboat.engine.backup.CountedInputStream;
import dev.lifeboat.engine.backup.GenerationsPlan;
import dev.lifeboat.engine.backup.LtxFile;
import dev.lifeboat.engine.backup.LtxPlan;
import dev.lifeboat.engine.backup.PlannedObject;
import dev.lifeboat.engine.backup.RestorePlan;
import dev.lifeboat.engine.backup.RestorePoint;
import dev.lifeboat.engine.ltx.LtxHeader;
import dev.lifeboat.engine.page.DatabaseHeader;
import dev.lifeboat.engine.proof.ProofRequest;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Objects;
import java.util.OptionalLong;
import java.util.concurrent.atomic.AtomicLong;

/// Finds out what a plan will cost: reads the beginning of its first object, and how the last one of the LTX
/// format begins, where the size and the time of the result stand.
final class Forecaster {
    /// So much of the first object is read, or as much as comes in a second: enough to see how fast it comes.
    private static final long SAMPLE_BYTES = 4 << 20;

    private static final long SAMPLE_NANOS = Duration.ofSeconds(1).toNanos();

    /// Fewer come with the answer itself and tell no rate.
    private static final long RATE_BYTES = 256 << 10;

    private static final int CHUNK_BYTES = 64 << 10;

    /// Of SQLite's checks (reliability.md RS-2).
    private static final long QUICK_BYTES_PER_SECOND = 1_000_000_000;

    private static final long INTEGRITY_BYTES_PER_SECOND = 94_000_000;

    private final Backup backup;
    private final RestoreOptions options;
    private final Path directory;
    private final Room room;

    Forecaster(Backup backup, RestoreOptions options, Path output) throws IOException {
        this.backup = backup;
        this.options = options;
        this.directory = Objects.requireNonNull(output.toAbsolutePath().getParent());
        this.room = Room.in(directory);
    }

    /// Throws [dev.lifeboat.engine.backup.DamagedObjectException] and [Room.NoRoomException] as the restore
    /// would.
    Forecast.Possible of(RestorePlan plan) throws IOException {
        PlannedObject base = plan.objects().getFirst();
        long began = System.nanoTime();
        InputStream stored = backup.stored(base.key());
        Duration latency = Duration.ofNanos(System.nanoTime() - began);
        AtomicLong bytes = new AtomicLong();
        long opened = System.nanoTime();
        try (InputStream in = backup.payload(base.key(), new CountedInputStream(stored, bytes::set))) {
            require(base.key(), baseBytes(plan, base, in));
            sample(in, bytes, opened);
        }
        OptionalLong perSecond = rate(bytes.get(), System.nanoTime() - opened);
        RestorePoint point = point(plan);
        return new Forecast.Possible(
                plan,
                point,
                plan.objects().size(),
                latency,
                perSecond,
                expected(plan, latency, perSecond),
                directory,
                room.databaseBytes(),
                room.left());
    }

    private static OptionalLong rate(long bytes, long nanos) {
        return bytes < RATE_BYTES
                ? OptionalLong.empty()
                : OptionalLong.of(Math.max(1, (long) (bytes * 1e9 / Math.max(1, nanos))));
    }

    private static long baseBytes(RestorePlan plan, PlannedObject base, InputStream in) throws IOException {
        return switch (plan) {
            case GenerationsPlan _ ->
                SnapshotSize.of(in.readNBytes(DatabaseHeader.BYTES), base.sizeBytes())
                        .saidBytes();
            case LtxPlan _ -> databaseBytes(header(in));
        };
    }

    private static void sample(InputStream in, AtomicLong bytes, long opened) throws IOException {
        byte[] chunk = new byte[CHUNK_BYTES];
        int got = 0;
        while (got >= 0 && bytes.get() < SAMPLE_BYTES && System.nanoTime() - opened < SAMPLE_NANOS) {
            got = in.read(chunk);
        }
    }

    /// The restore gives a point of the LTX format the time in the header of its last file.
    private RestorePoint point(RestorePlan plan) throws IOException {
        RestorePoint point = plan.point();
        return switch (plan) {
            case GenerationsPlan _ -> point;
            case LtxPlan ltx -> {
                LtxFile last = ltx.files().getLast();
                try (InputStream in = backup.open(last.key(), _ -> {})) {
                    LtxHeader header = header(in);
                    require(last.key(), databaseBytes(header));
                    yield point.byHeader(header.timestamp());
                }
            }
        };
    }

    private static LtxHeader header(InputStream in) throws IOException {
        return LtxHeader.read(in.readNBytes(LtxHeader.BYTES));
    }

    private static long databaseBytes(LtxHeader header) {
        return header.commitPages() * header.pageSize().bytes();
    }

    private void require(String key, long bytes) throws Room.NoRoomException {
        try {
            room.require(bytes);
        } catch (Room.NoRoomException e) {
            throw e.foundIn(key);
        }
    }

    /// The first object, then the others in rounds as wide as they are fetched, the bytes no faster than those
    /// of the first; then the checks.
    private Duration expected(RestorePlan plan, Duration latency, OptionalLong bytesPerSecond) {
        int others = plan.objects().size() - 1;
        int width = options.width().requests();
        long rounds = 1 + (others + width - 1) / width;
        double checks = Trial.checks(options, room.databaseBytes()).stream()
                .mapToDouble(check -> (double) room.databaseBytes() / bytesPerSecond(check))
                .sum();
        double reading = bytesPerSecond.isPresent() ? (double) plan.readBytes() / bytesPerSecond.getAsLong() : 0;
        return latency.multipliedBy(rounds).plusMillis((long) ((reading + checks) * 1000));
    }

    private static long bytesPerSecond(ProofRequest.Check check) {
        return check == ProofRequest.Check.INTEGRITY ? INTEGRITY_BYTES_PER_SECOND : QUICK_BYTES_PER_SECOND;
    }
}
