package dev.lifeboat.rig;

import dev.lifeboat.rig.campaign.Campaign;
import dev.lifeboat.rig.process.Wait;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// K1, K2, K3: `kill -9` at any moment loses nothing that the store has.
class KillIT {
    private static final int FULL_JUDGEMENT_EVERY = 10;

    @TempDir
    Path scratch;

    @Test
    void k1TenKillsOfTheReplicatorLoseNothing() throws Exception {
        // A kill right behind a seal lets the application begin the WAL anew unseen: here its size asks for none.
        k1(Campaign.of("K1", 11), 10, List.of("max-checkpoint-page-count: 1000000"));
    }

    @Test
    @Tag("campaign")
    @Tag("K1")
    void k1KillsOfTheReplicatorLoseNothing() throws Exception {
        k1(Campaign.of("K1", 1), Integer.getInteger("cycles", 200), List.of());
    }

    private void k1(Campaign campaign, int cycles, List<String> ofDatabase) throws Exception {
        try (Scene scene = Scene.open(scratch)) {
            Path configuration = scene.lifeboat.configuration(
                    scene.database, scene.url(), ofDatabase, List.of("sync-interval: 200ms"));
            // Without checkpoints of its own the WAL stays whole while nobody replicates: state is intact after each
            // kill, and no snapshot is due.
            scene.startApplication("--rate", "300", "--auto-checkpoint", "0", "--seed", "" + campaign.seed());
            scene.replicate(scene.lifeboat, configuration);
            scene.awaitSnapshot();
            long promised = 0;
            while (campaign.cycles() < cycles) {
                campaign.cycle();
                Wait.pass(Duration.ofMillis(campaign.random().nextLong(100, 1800)));
                if (campaign.cycles() % 3 == 0) {
                    promised = scene.sync();
                }
                scene.replicator().kill();
                judge(scene, campaign, cycles, promised);
                scene.replicate(scene.lifeboat, configuration);
            }
            promised = scene.sync();
            campaign.expect(scene.glance().restored() >= promised, "what the last sync returned for is in the store");
            campaign.expect(
                    scene.generations() == 1,
                    "one generation, since state was intact after each kill\n" + scene.saidOfGenerations());
            scene.finish(campaign);
        }
        campaign.end();
    }

    @Test
    @Tag("campaign")
    @Tag("K2")
    @Tag("K3")
    void k2k3KillsOfTheApplicationAndOfAllLoseNothing() throws Exception {
        Campaign campaign = Campaign.of("K2", 2);
        k23(campaign, Integer.getInteger("cycles", 100));
    }

    @Test
    void k2k3ThreeKillsOfTheApplicationAndOfAllLoseNothing() throws Exception {
        // By this seed: a kill of all, a sync and a kill of the application alone, a kill of all that is judged in
        // full.
        k23(Campaign.of("K2", 1230), 3);
    }

    private void k23(Campaign campaign, int cycles) throws Exception {
        try (Scene scene = Scene.open(scratch)) {
            scene.startApplication("--rate", "500", "--payload", "300");
            scene.startReplicator("--sync-interval", "200ms");
            scene.awaitSnapshot();
            long promised = 0;
            while (campaign.cycles() < cycles) {
                campaign.cycle();
                Wait.pass(Duration.ofMillis(campaign.random().nextLong(100, 1500)));
                if (campaign.random().nextInt(3) == 0) {
                    promised = scene.sync();
                }
                scene.application().kill();
                boolean killsAll = campaign.random().nextBoolean();
                if (killsAll) {
                    scene.replicator().kill();
                    if (scene.isS3() && campaign.random().nextBoolean()) {
                        scene.store().restart();
                    }
                    judge(scene, campaign, cycles, promised);
                    scene.startReplicator("--sync-interval", "200ms");
                }
                scene.application().restart();
            }
            scene.application().awaitCommits(50);
            scene.sync();
            scene.finish(campaign);
        }
        campaign.end();
    }

    private static void judge(Scene scene, Campaign campaign, int cycles, long promised) throws Exception {
        boolean isFull = campaign.cycles() % FULL_JUDGEMENT_EVERY == 0 || campaign.cycles() == cycles;
        var verdict = isFull ? scene.judge() : scene.glance();
        campaign.add(verdict);
        campaign.lost(promised - verdict.restored(), "sync had returned for them");
    }
}
