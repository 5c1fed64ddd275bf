package dev.lifeboat.rig;

import dev.lifeboat.rig.campaign.Campaign;
import dev.lifeboat.rig.judge.Generation;
import dev.lifeboat.rig.judge.Judge;
import dev.lifeboat.rig.judge.Verdict;
import dev.lifeboat.rig.process.ApplicationProcess;
import dev.lifeboat.rig.process.Wait;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// M3: full speed with tiny and with big transactions; L3 over the packaged program; restores at any position.
class LoadIT {
    private static final long WAL_LIMIT_BYTES = 256L << 20;
    private static final Stalls MOST_STALLS = new Stalls(50, 250);

    /// Where the application's own checkpoints take its write lock in turns with its writer, each waits for the other
    /// in SQLite's steps of up to 100 ms, some of them in a row.
    private static final Stalls MOST_OWN_STALLS = new Stalls(50, 2_500);

    /// How long transactions took, in milliseconds.
    private record Stalls(double p99, double most) {
        static Stalls of(ApplicationProcess application) throws IOException {
            return new Stalls(application.figure("p99_us") / 1000, application.figure("max_us") / 1000);
        }

        Stalls plus(Stalls other) {
            return new Stalls(p99 + other.p99, most + other.most);
        }

        boolean isWithin(Stalls limit) {
            return p99 <= limit.p99 && most <= limit.most;
        }

        @Override
        public String toString() {
            return "p99 " + p99 + " ms and max " + most + " ms";
        }
    }

    @TempDir
    Path scratch;

    @Test
    @Tag("campaign")
    @Tag("M3")
    void m3TinyTransactionsAtFullSpeed() throws Exception {
        m3(Campaign.of("M3-tiny", 3), Integer.getInteger("minutes", 10), MOST_STALLS, "--payload", "100");
    }

    /// A commit of so much takes its time without us too.
    @Test
    @Tag("campaign")
    @Tag("M3")
    void m3TransactionsOfTenMegabytes() throws Exception {
        int minutes = Math.max(1, Integer.getInteger("minutes", 10) / 5);
        String[] options = {"--payload", "10000000", "--rate", "4"};
        Stalls alone = alone(Files.createDirectories(scratch.resolve("alone")), Duration.ofSeconds(20), options);
        Campaign campaign = Campaign.of("M3-10MB", 3);
        campaign.remark("alone " + alone);
        m3(campaign, minutes, alone.plus(MOST_STALLS), options);
    }

    private static Stalls alone(Path scratch, Duration time, String... options) throws Exception {
        try (Scene scene = Scene.open(scratch)) {
            scene.startApplication(options);
            Wait.pass(time);
            scene.application().stop();
            return Stalls.of(scene.application());
        }
    }

    @Test
    @Tag("campaign")
    @Tag("L3")
    void l3ApplicationCheckpointsEveryThreeMilliseconds() throws Exception {
        for (String kind : new String[] {"PASSIVE", "RESTART", "TRUNCATE"}) {
            Stalls most = kind.equals("PASSIVE") ? MOST_STALLS : MOST_OWN_STALLS;
            Path own = Files.createDirectories(scratch.resolve(kind));
            Campaign campaign = Campaign.of("L3-" + kind, 3);
            try (Scene scene = Scene.open(own)) {
                run(scene, campaign, 60, most, "--checkpoint", kind, "--checkpoint-every", "3");
                campaign.expect(scene.generations() == 1, "no further snapshot was needed");
            }
            campaign.end();
        }
    }

    private void m3(Campaign campaign, int minutes, Stalls most, String... options) throws Exception {
        try (Scene scene = Scene.open(scratch)) {
            run(scene, campaign, minutes * 60, most, options);
        }
        campaign.end();
    }

    private static void run(Scene scene, Campaign campaign, int seconds, Stalls most, String... options)
            throws Exception {
        campaign.cycle();
        if (scene.isS3()) {
            scene.store().faults("latencyMillis=50");
        }
        scene.startApplication(options);
        scene.startReplicator();
        scene.awaitSnapshot();
        long peak = StoreFaultIT.walPeak(scene, Duration.ofSeconds(seconds));
        campaign.remark("WAL peak " + (peak >> 20) + " MiB");
        campaign.expect(peak <= WAL_LIMIT_BYTES, "the WAL stays within 256 MiB");
        scene.application().stop();
        long before = System.nanoTime();
        scene.drain();
        long drained = (System.nanoTime() - before) / 1_000_000;
        campaign.remark("drained in " + drained + " ms");
        campaign.expect(drained <= 60_000, "drained within a minute");
        scene.finishDrained(campaign);
        Stalls stalls = Stalls.of(scene.application());
        campaign.expect(stalls.isWithin(most), "stalls of at most " + most + ": " + stalls);
    }

    /// The replica is written under load with kills at random, and then restored at 20 random positions by
    /// `restore03.sh` and by ours, to identical content.
    @Test
    @Tag("campaign")
    @Tag("positions")
    void restoredAtTwentyRandomPositions() throws Exception {
        Campaign campaign = Campaign.of("positions", 20);
        try (Scene scene = Scene.open(scratch)) {
            scene.startApplication("--rate", "1000");
            scene.startReplicator("--sync-interval", "100ms");
            scene.awaitSnapshot();
            for (int kill = 0; kill < 8; kill++) {
                Wait.pass(Duration.ofMillis(campaign.random().nextLong(1000, 5000)));
                scene.replicator().kill();
                scene.startReplicator("--sync-interval", "100ms");
            }
            scene.sync();
            scene.finish(campaign);
            for (int position = 0; position < Integer.getInteger("cycles", 20); position++) {
                campaign.cycle();
                Generation generation = scene.newestGeneration().orElseThrow();
                int count = campaign.random().nextInt(generation.segmentsToReplay() + 1);
                Path cut = scratch.resolve("cut-" + position);
                generation.linkPrefix(cut, count);
                Judge judge = new Judge(scene.lifeboat, scratch.resolve("judge"), Shared.restoreScript());
                Verdict verdict = judge.judge(cut, "file://" + cut, scene.database);
                campaign.add(verdict);
            }
        }
        campaign.end();
    }
}
