package dev.lifeboat.rig;

import dev.lifeboat.rig.campaign.Campaign;
import dev.lifeboat.rig.judge.Rows;
import dev.lifeboat.rig.judge.Verdict;
import dev.lifeboat.rig.process.Wait;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// K5: TERM, INT and HUP, once and twice, during start, under load and while uploads are slow. The exit status
/// tells the truth about what was acknowledged (ST-2), and the database lies there as it was (ST-1).
class StopIT {
    private static final String[] SIGNALS = {"TERM", "INT", "HUP"};

    @TempDir
    Path scratch;

    @Test
    void k5FourStopsTellTheTruth() throws Exception {
        k5(Campaign.of("K5", 15), 4);
    }

    @Test
    @Tag("campaign")
    @Tag("K5")
    void k5StopsTellTheTruth() throws Exception {
        k5(Campaign.of("K5", 5), Integer.getInteger("cycles", 60));
    }

    private void k5(Campaign campaign, int cycles) throws Exception {
        try (Scene scene = Scene.open(scratch)) {
            scene.startApplication("--rate", "500");
            int complete = 0;
            while (campaign.cycles() < cycles) {
                campaign.cycle();
                if (scene.isS3()) {
                    scene.store().faults("latencyMillis=" + campaign.random().nextInt(400));
                }
                int logged = scene.lifeboat.replicateLog().length();
                scene.startReplicator();
                // Half of them meet it while it starts.
                boolean isEarly = campaign.cycles() % 2 == 0;
                if (!isEarly) {
                    scene.awaitWork(logged);
                    scene.awaitSnapshot();
                }
                Wait.pass(Duration.ofMillis(campaign.random().nextLong(isEarly ? 900 : 3000)));
                // Killed, not closed: whoever closes last without a replicator checkpoints and deletes the WAL.
                scene.application().kill();
                byte[] before = Files.readAllBytes(wal(scene));
                String signal = SIGNALS[campaign.random().nextInt(SIGNALS.length)];
                scene.replicator().signal(signal);
                // Each fourth is sure to be one that can end well.
                boolean isTwice = campaign.random().nextInt(3) == 0 && campaign.cycles() % 4 != 1;
                if (isTwice) {
                    Wait.pass(Duration.ofMillis(campaign.random().nextLong(300)));
                    scene.replicator().signal(signal);
                }
                int status = scene.replicator().await(Duration.ofSeconds(90));
                complete += judged(scene, campaign, status, signal) ? 1 : 0;
                campaign.expect(
                        Files.exists(wal(scene)) && Arrays.equals(before, Files.readAllBytes(wal(scene))),
                        "-wal is what it was, after " + signal);
                scene.application().restart();
                scene.application().awaitCommits(5);
            }
            campaign.expect(complete > 0, "at least one stop was complete");
            campaign.remark("complete stops " + complete);
            scene.startReplicator();
            scene.awaitSnapshot();
            scene.sync();
            scene.finish(campaign);
        }
        campaign.end();
    }

    /// Whether status 0 was given, which has to be true.
    private static boolean judged(Scene scene, Campaign campaign, int status, String signal) throws Exception {
        boolean isComplete = status == 0;
        if (scene.newestGeneration().filter(each -> !each.snapshots().isEmpty()).isEmpty()) {
            campaign.expect(!isComplete, "status 0 with an empty store after " + signal);
            return false;
        }
        Verdict verdict = scene.glance();
        campaign.add(verdict);
        campaign.expect(
                !isComplete || verdict.restored() == verdict.live(),
                "status 0 after " + signal + " with " + verdict.restored() + " of " + verdict.live()
                        + " rows in the store");
        return isComplete;
    }

    private static Path wal(Scene scene) {
        return scene.database.resolveSibling("app.db-wal");
    }

    /// L7 in the large: a stop while the store is away keeps what was not acknowledged, byte for byte.
    @Test
    @Tag("campaign")
    @Tag("L7")
    void l7StopWithFramesNotAcknowledgedKeepsTheWal() throws Exception {
        Campaign campaign = Campaign.of("L7", 7);
        try (Scene scene = Scene.openS3(scratch)) {
            campaign.cycle();
            scene.startApplication("--rate", "300");
            scene.startReplicator();
            scene.awaitSnapshot();
            scene.store().faults("isAway=true");
            Wait.pass(Duration.ofSeconds(3));
            scene.application().kill();
            byte[] before = Files.readAllBytes(wal(scene));
            scene.replicator().signal("TERM");
            int status = scene.replicator().await(Duration.ofSeconds(90));
            campaign.expect(status != 0, "not everything was acknowledged, and the status says so");
            campaign.expect(Arrays.equals(before, Files.readAllBytes(wal(scene))), "-wal is what it was");
            campaign.expect(
                    Rows.check(scene.database, true) >= scene.application().lastCommit(), "nothing is lost");
            campaign.remark("status " + status);
            scene.store().faults("");
            scene.startReplicator();
            scene.application().restart();
            scene.application().awaitCommits(5);
            scene.sync();
            scene.finish(campaign);
        }
        campaign.end();
    }
}
