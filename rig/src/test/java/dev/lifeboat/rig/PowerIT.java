package dev.lifeboat.rig;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.lifeboat.rig.campaign.Campaign;
import dev.lifeboat.rig.judge.Generation;
import dev.lifeboat.rig.judge.Rows;
import dev.lifeboat.rig.judge.Verdict;
import dev.lifeboat.rig.process.Volume;
import dev.lifeboat.rig.process.Wait;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// P1: the power of the database's file system is cut under application and replicator; the store and the ledger lie
/// elsewhere and live on.
class PowerIT {
    private static final int FULL_JUDGEMENT_EVERY = 10;
    private static final long VOLUME_BYTES = 1L << 30;

    @TempDir
    Path scratch;

    @Test
    void p1FiveCutsOfExt4WithFullAndNormal() throws Exception {
        p1(Campaign.of("P1-ext4", 21), "ext4", 5);
    }

    @Test
    @Tag("campaign")
    @Tag("P1")
    void p1CutsOfExt4() throws Exception {
        p1(Campaign.of("P1-ext4", 1), "ext4", Integer.getInteger("cycles", 100));
    }

    @Test
    @Tag("campaign")
    @Tag("P1")
    void p1CutsOfXfs() throws Exception {
        p1(Campaign.of("P1-xfs", 1), "xfs", Integer.getInteger("cycles", 100) / 5);
    }

    private void p1(Campaign campaign, String kind, int cycles) throws Exception {
        assumeTrue(Volume.isPossible(), "needs root and a loop device");
        Tool.assumeInstalled("mkfs." + kind, "losetup");
        try (Volume volume = Volume.create(scratch, kind, VOLUME_BYTES)) {
            // Half with FULL, where no commit may be missing, half with NORMAL, where the replica may be ahead.
            cut(campaign, volume, "FULL", (cycles + 1) / 2);
            cut(campaign, volume, "NORMAL", cycles / 2);
        }
        campaign.end();
    }

    private void cut(Campaign campaign, Volume volume, String synchronous, int cycles) throws Exception {
        Path notes = Files.createDirectories(scratch.resolve(synchronous));
        int behind = 0;
        try (Scene scene = Scene.open(notes, volume.directory().resolve(synchronous))) {
            String rate = synchronous.equals("FULL") ? "200" : "2000";
            scene.startApplication("--synchronous", synchronous, "--rate", rate, "--ledger-force", "0");
            scene.startReplicator("--sync-interval", "100ms");
            scene.awaitSnapshot();
            Map<Path, Long> history = new TreeMap<>();
            for (int cycle = 0; cycle < cycles; cycle++) {
                campaign.cycle();
                Wait.pass(Duration.ofMillis(campaign.random().nextLong(500, 3000)));
                // What is promised later may be so by an fsync that the shutdown overtakes: the journal is given up
                // under it, and it says nothing. A power cut leaves nobody who could hear that.
                long promisedBefore = scene.application().lastCommit();
                volume.cutPower();
                scene.application().kill();
                scene.replicator().kill();
                volume.powerOn();
                behind += afterCut(scene, campaign, synchronous, promisedBefore) ? 1 : 0;
                campaign.expect(isKept(history), "acknowledged objects are still what they were");
                history.putAll(sizes(scene));
                // First, as a host would: an application that restarts the WAL before anybody looked takes the proof
                // away (CP-8).
                int logged = scene.lifeboat.replicateLog().length();
                scene.startReplicator("--sync-interval", "100ms");
                scene.awaitWork(logged);
                scene.application().restart();
                scene.application().awaitCommits(1);
                long promised = scene.sync();
                scene.application().kill();
                scene.replicator().kill();
                Verdict verdict = judged(scene, (cycle + 1) % FULL_JUDGEMENT_EVERY == 0);
                campaign.add(verdict);
                campaign.lost(promised - verdict.restored(), "sync had returned for them");
                scene.application().restart();
                scene.startReplicator("--sync-interval", "100ms");
            }
            campaign.remark(synchronous + ": behind the replica " + behind + " of " + cycles);
            String log = scene.lifeboat.replicateLog();
            campaign.expect(
                    log.split("(?i)behind", -1).length > behind,
                    "each time it was told, which was " + behind + " times");
            // Errors were seen while the power was off, rightly; a last run without cuts has to be clean.
            scene.application().awaitCommits(20);
            scene.sync();
            scene.application().stop();
            scene.drain();
            campaign.add(scene.judge.judgeNewest(scene.root(), scene.url(), scene.database));
        }
    }

    private static Verdict judged(Scene scene, boolean isFull) throws Exception {
        return isFull
                ? scene.judge.judgeNewest(scene.root(), scene.url(), scene.database)
                : scene.judge.glanceNewest(scene.root(), scene.database);
    }

    /// Whether the database lacks rows that the store has (`CP-8`), which only NORMAL may bring.
    private static boolean afterCut(Scene scene, Campaign campaign, String synchronous, long promised)
            throws Exception {
        long live = Rows.check(scene.database, true);
        Map<String, Long> stored = scene.judge.rowsByGeneration(scene.root());
        long newest = stored.values().stream().reduce((first, second) -> second).orElse(0L);
        if (synchronous.equals("FULL")) {
            campaign.lost(promised - live, "FULL had promised them to the application");
            campaign.expect(live >= newest, "with FULL the replica is not ahead of the database");
        }
        return newest > live;
    }

    private static Map<Path, Long> sizes(Scene scene) throws Exception {
        Map<Path, Long> sizes = new TreeMap<>();
        for (Generation generation : Generation.list(scene.root())) {
            for (Generation.Segment segment : generation.segments()) {
                sizes.put(segment.file(), Files.size(segment.file()));
            }
        }
        return sizes;
    }

    private static boolean isKept(Map<Path, Long> history) {
        return history.entrySet().stream()
                .allMatch(each -> each.getKey().toFile().length() == each.getValue());
    }
}
