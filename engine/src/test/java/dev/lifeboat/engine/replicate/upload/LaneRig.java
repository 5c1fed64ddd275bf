package dev.lifeboat.engine.replicate.upload;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lifeboat.engine.Position;
import dev.lifeboat.engine.backup.PlanOutcome;
import dev.lifeboat.engine.backup.RestorePlanner;
import dev.lifeboat.engine.backup.RestoreTarget;
import dev.lifeboat.engine.backup.generations.GenerationsBackup;
import dev.lifeboat.engine.event.EventSink;
import dev.lifeboat.engine.restore.RestoreOptions;
import dev.lifeboat.engine.restore.RestoreOutcome;
import dev.lifeboat.engine.restore.Restorer;
import dev.lifeboat.engine.store.ObjectStore;
import dev.lifeboat.engine.store.retry.Circuit;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Random;

/// One database with a captured history, one store, and lanes between them, all moved by the test.
public final class LaneRig implements AutoCloseable {
    public static final WriterIdentity US =
            new WriterIdentity("us", "here", 100, "boot", Instant.parse("2026-03-01T00:00:00Z"));

    public final MovingClock clock = new MovingClock("2026-03-01T04:00:00Z");
    public final MovingClock storeClock = new MovingClock("2026-03-01T04:00:00Z");
    final UploadQueue uploads = new UploadQueue();
    public final FaultyStore store = new FaultyStore(storeClock);
    public final CapturedDatabase database;
    private final Path directory;
    private final Random random;
    private int restores;

    public LaneRig(Path directory) throws SQLException, IOException {
        this(directory, 1);
    }

    LaneRig(Path directory, long seed) throws SQLException, IOException {
        this.directory = directory;
        this.random = new Random(seed);
        this.database = new CapturedDatabase(directory.resolve("database"), "00000000000000aa", clock);
    }

    public Destination destination(String name, ObjectStore to, LaneSettings settings) {
        return new Destination(name, to, new Circuit(clock, random), settings);
    }

    public Lanes lanes() {
        return lanes(US, LaneSettings.STANDARD);
    }

    public Lanes lanes(WriterIdentity identity, LaneSettings settings) {
        return lanes(identity, List.of(destination("one", store, settings)));
    }

    /// Of two replicas: `one` is in this rig's store, `two` in `other`.
    public Lanes lanesOfTwo(FaultyStore other, LaneSettings settings) {
        return lanes(US, List.of(destination("one", store, settings), destination("two", other, settings)));
    }

    public Lanes lanes(WriterIdentity identity, List<Destination> destinations) {
        return new Lanes(destinations, uploads, clock, random, identity, (pid, since) -> false, () -> {});
    }

    /// A generation that has its snapshot in the store.
    public Lanes begun() throws IOException {
        Lanes lanes = lanes();
        begin(lanes);
        return lanes;
    }

    public void begin(Lanes lanes) throws IOException {
        lanes.beginGeneration(database.image(), database.position(), clock.instant());
        uploads.run();
    }

    public void pass(Duration time) {
        clock.pass(time);
        storeClock.pass(time);
    }

    /// Time goes on in small steps, as a capture loop would tick.
    public void pass(Lanes lanes, Duration time, Duration step) {
        for (Duration passed = Duration.ZERO; passed.compareTo(time) < 0; passed = passed.plus(step)) {
            pass(step);
            lanes.tick();
            uploads.run();
        }
    }

    /// The state at `position` can be had from the store, and is what the database was.
    public void assertRestores(Position position) throws IOException {
        assertRestores(store, new RestoreTarget.AtPoint(position), database.hashAt(position));
    }

    public void assertRestores(ObjectStore from, RestoreTarget target, String hash) throws IOException {
        GenerationsBackup backup = new GenerationsBackup(from);
        PlanOutcome plan = RestorePlanner.plan(backup.history(), target);
        assertThat(plan).isInstanceOf(PlanOutcome.Planned.class);
        Path output = directory.resolve("restored-" + ++restores);
        RestoreOutcome outcome = new Restorer(backup)
                .restore(((PlanOutcome.Planned) plan).plan(), output, RestoreOptions.standard(), EventSink.ignoring());
        assertThat(outcome)
                .isInstanceOfSatisfying(
                        RestoreOutcome.Restored.class,
                        restored -> assertThat(restored.sha256()).isEqualTo(hash));
        Files.delete(output);
    }

    @Override
    public void close() throws SQLException {
        database.close();
    }
}
