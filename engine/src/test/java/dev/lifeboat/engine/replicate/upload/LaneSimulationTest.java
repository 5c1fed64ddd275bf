package dev.lifeboat.engine.replicate.upload;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lifeboat.engine.GenerationId;
import dev.lifeboat.engine.Position;
import dev.lifeboat.engine.replicate.spool.Chunk;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// A history under faults, from a seed: commits, seals, snapshots, outages, lost answers, restarts with an
/// older position. Whatever was acknowledged restores to what the database was then, and in the end everything
/// does.
class LaneSimulationTest {
    private static final int STEPS = 120;
    private static final int SAMPLE = 10;

    @TempDir
    Path directory;

    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {1, 2, 3, 4})
    void whatTheStoreAcknowledgedIsInTheRestore(long seed) throws Exception {
        Random random = new Random(seed);
        try (LaneRig rig = new LaneRig(directory, seed)) {
            Run run = new Run(rig, random);
            for (int step = 0; step < STEPS; step++) {
                run.step();
            }
            run.finish();
        }
    }

    private static final class Run {
        private final LaneRig rig;
        private final Random random;
        private final List<Position> promised = new ArrayList<>();
        private Lanes lanes;
        private int writers;
        private int generations;

        Run(LaneRig rig, Random random) throws IOException {
            this.rig = rig;
            this.random = random;
            this.lanes = start();
            rig.begin(lanes);
        }

        private Lanes start() {
            writers++;
            return rig.lanes(
                    new WriterIdentity("writer " + writers, "here", writers, "boot", Instant.EPOCH),
                    LaneSettings.STANDARD);
        }

        void step() throws Exception {
            rig.store.script(new Faults(random, random.nextInt(3) == 0 ? 0.5 : 0.1));
            switch (random.nextInt(10)) {
                case 0, 1, 2, 3, 4 -> lanes.captured(rig.database.commit());
                case 5, 6 -> seal();
                case 7 -> rig.pass(lanes, Duration.ofSeconds(8), Duration.ofMillis(500));
                case 8 -> restart();
                default -> rig.uploads.run();
            }
            if (lanes.wantsNewGeneration().isPresent()) {
                throw new AssertionError("no reason for a new generation: " + lanes.wantsNewGeneration());
            }
            if (random.nextInt(40) == 0) {
                beginAnew();
            }
            rig.pass(lanes, Duration.ofMillis(400), Duration.ofMillis(200));
            lanes.status().getFirst().acknowledged().ifPresent(this::promised);
        }

        private void promised(Position position) {
            if (promised.isEmpty() || !promised.getLast().equals(position)) {
                promised.add(position);
            }
        }

        private void seal() throws Exception {
            if (rig.database.position().offset() > 0) {
                rig.database.seal();
                if (lanes.wantsSnapshot().isPresent() || random.nextInt(3) == 0) {
                    lanes.snapshot(rig.database.image(), rig.database.position(), rig.clock.instant());
                }
            }
        }

        /// Killed: uploads under way may have arrived, the position is an older one, the spool is all there.
        private void restart() throws IOException {
            if (random.nextBoolean()) {
                rig.uploads.runOne();
            }
            Optional<Position> known = lanes.status().getFirst().acknowledged();
            GenerationId generation = rig.database.generation();
            List<Position> ends = promised.stream()
                    .filter(position -> position.generation().equals(generation))
                    .toList();
            if (known.filter(position -> position.generation().equals(generation))
                            .isEmpty()
                    || ends.isEmpty()) {
                return;
            }
            lanes.close();
            rig.uploads.run();
            Position older = ends.get(Math.max(0, ends.size() - 1 - random.nextInt(3)));
            List<Chunk> waiting = rig.database.chunks().stream()
                    .filter(chunk -> chunk.start().generation().equals(generation))
                    .filter(chunk -> chunk.end().compareTo(older) > 0)
                    .toList();
            lanes = start();
            lanes.resumeGeneration(generation, Map.of("one", older), waiting);
        }

        private void beginAnew() throws Exception {
            lanes.endGeneration();
            generations++;
            rig.database.newGeneration(HexFormat.of().toHexDigits(0xbb00L + generations));
            lanes.beginGeneration(rig.database.image(), rig.database.position(), rig.clock.instant());
        }

        void finish() throws Exception {
            rig.store.script(FaultyStore.Script.NONE);
            lanes.captured(rig.database.commit());
            rig.pass(lanes, Duration.ofSeconds(60), Duration.ofMillis(500));
            Position end = rig.database.position();
            if (lanes.wantsSnapshot().isPresent()) {
                rig.database.seal();
                lanes.snapshot(rig.database.image(), rig.database.position(), rig.clock.instant());
                lanes.captured(rig.database.commit());
                rig.pass(lanes, Duration.ofSeconds(5), Duration.ofMillis(500));
                end = rig.database.position();
            }
            assertThat(lanes.hasAll(end)).isTrue();
            promised(end);
            Collections.shuffle(promised, random);
            for (Position position : promised.subList(0, Math.min(SAMPLE, promised.size()))) {
                rig.assertRestores(position);
            }
            rig.assertRestores(end);
            lanes.close();
        }
    }

    /// Some requests fail before they take effect, some after.
    private record Faults(Random random, double rate) implements FaultyStore.Script {
        @Override
        public void before(FaultyStore.Request request) throws IOException {
            if (random.nextDouble() < rate / 2) {
                throw new IOException("503 before " + request.key());
            }
        }

        @Override
        public void after(FaultyStore.Request request) throws IOException {
            if (random.nextDouble() < rate / 2) {
                throw new IOException("reset after " + request.key());
            }
        }
    }
}
