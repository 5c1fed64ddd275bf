package dev.lifeboat.rig;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.lifeboat.rig.campaign.Campaign;
import dev.lifeboat.rig.judge.Verdict;
import dev.lifeboat.rig.process.Freezer;
import dev.lifeboat.rig.process.Volume;
import dev.lifeboat.rig.process.Wait;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// D2: a disk hangs just while a seal has the write lock.
class HungDiskIT {
    private static final long VOLUME_BYTES = 512L << 20;
    private static final Duration HANG = Duration.ofSeconds(10);
    private static final long RATE = 1000;

    /// The lock is given back after 800 ms; the rest is for a busy machine. The application's busy timeout is longer.
    private static final Duration LONGEST_LOCK = Duration.ofMillis(1500);

    private static final String BUSY_TIMEOUT_MILLIS = "2500";

    /// The status says nothing in the first three seconds.
    private static final Duration UNTIL_TOLD = Duration.ofSeconds(4);

    /// How long one who has the lock needs at most, where no disk hangs.
    private static final Duration SEAL = Duration.ofMillis(300);

    private static final int MOST_ATTEMPTS = 1000;

    @TempDir
    Path scratch;

    /// What lies on the disk that hangs; the rest is on a healthy one.
    private enum OnTheDisk {
        SPOOL,
        DATABASE,
        BOTH
    }

    @Test
    @Tag("campaign")
    @Tag("D2")
    void d2HungSpoolLeavesTheApplicationAloneForTenSeconds() throws Exception {
        d2(Campaign.of("D2-spool", 1), OnTheDisk.SPOOL, Integer.getInteger("cycles", 5), HANG);
    }

    @Test
    @Tag("campaign")
    @Tag("D2")
    void d2HungDatabaseIsSurvivedByBothForTenSeconds() throws Exception {
        d2(Campaign.of("D2-database", 1), OnTheDisk.DATABASE, Integer.getInteger("cycles", 5), HANG);
    }

    @Test
    @Tag("campaign")
    @Tag("D2")
    void d2HungDiskOfAllIsSurvivedByBothForTenSeconds() throws Exception {
        d2(Campaign.of("D2-both", 1), OnTheDisk.BOTH, Integer.getInteger("cycles", 5), HANG);
    }

    private void d2(Campaign campaign, OnTheDisk what, int cycles, Duration hang) throws Exception {
        assumePossible();
        try (Volume volume = Volume.create(scratch, "ext4", VOLUME_BYTES)) {
            Path slow = Files.createDirectory(volume.directory().resolve("slow"));
            Path healthy = Files.createDirectory(scratch.resolve("healthy"));
            Path data = what == OnTheDisk.SPOOL ? healthy : slow;
            try (Scene scene = Scene.open(scratch, data)) {
                Path meta = scene.database.resolveSibling(".app.db-lifeboat");
                if (what == OnTheDisk.BOTH) {
                    hang(campaign, cycles, scene, volume, hang, false);
                } else {
                    Path other = what == OnTheDisk.SPOOL ? slow : healthy;
                    try (Mounted _ =
                            Mounted.bind(Files.createDirectory(other.resolve("meta")), Files.createDirectory(meta))) {
                        hang(campaign, cycles, scene, volume, hang, what == OnTheDisk.SPOOL);
                        scene.replicator().kill();
                    }
                }
            }
        }
        campaign.end();
    }

    private static void assumePossible() {
        assumeTrue(Volume.isPossible(), "needs root and a loop device");
        Tool.assumeInstalled("mkfs.ext4", "losetup", "fsfreeze");
    }

    private static void hang(
            Campaign campaign, int cycles, Scene scene, Volume volume, Duration hang, boolean canApplicationWrite)
            throws Exception {
        scene.startApplication("--rate", Long.toString(RATE), "--busy-timeout", BUSY_TIMEOUT_MILLIS);
        Path configuration = scene.lifeboat.configuration(
                scene.database, scene.url(), List.of("checkpoint-interval: 100ms"), List.of("sync-interval: 100ms"));
        scene.replicate(scene.lifeboat, configuration);
        scene.awaitSnapshot();
        WriteLockSight lock = WriteLockSight.of(scene.replicator().pid(), scene.database);
        for (int cycle = 0; cycle < cycles; cycle++) {
            campaign.cycle();
            try (Freezer frozen = freezeInSeal(campaign, volume, lock, hang)) {
                whileItHangs(campaign, scene, lock, frozen, hang, canApplicationWrite);
            }
            scene.application().awaitCommits(RATE);
            long promised = scene.sync();
            Verdict verdict = scene.glance();
            campaign.add(verdict);
            campaign.lost(promised - verdict.restored(), "sync had returned for them");
            campaign.expect(scene.generations() == 1, "one generation\n" + scene.saidOfGenerations());
        }
        scene.finish(campaign);
    }

    /// Freezes the disk when the replicator has the write lock, again and again until that still has it a while later:
    /// it waits for the disk then.
    private static Freezer freezeInSeal(Campaign campaign, Volume volume, WriteLockSight lock, Duration hang)
            throws Exception {
        for (int attempt = 1; attempt <= MOST_ATTEMPTS; attempt++) {
            Freezer freezer = volume.freezer(hang, lock.pid());
            boolean isHit = false;
            try {
                awaitSeal(lock);
                freezer.freeze();
                isHit = !Wait.becomes(SEAL, () -> !lock.isHeld());
            } finally {
                if (!isHit) {
                    freezer.close();
                }
            }
            if (isHit) {
                campaign.remark("frozen in a seal at attempt " + attempt);
                return freezer;
            }
        }
        throw new AssertionError("the disk never hung while the write lock was held");
    }

    private static void awaitSeal(WriteLockSight lock) throws IOException {
        long limit = System.nanoTime() + Scene.LIMIT.toNanos();
        while (!lock.isHeld()) {
            if (System.nanoTime() > limit) {
                throw new AssertionError("no seal within " + Scene.LIMIT);
            }
            Thread.onSpinWait();
        }
    }

    private static void whileItHangs(
            Campaign campaign,
            Scene scene,
            WriteLockSight lock,
            Freezer frozen,
            Duration hang,
            boolean canApplicationWrite)
            throws Exception {
        long began = System.nanoTime();
        long before = scene.application().lastCommit();
        Wait.pass(LONGEST_LOCK.minus(SEAL));
        campaign.expect(!lock.isHeld(), "the write lock is given back while the disk hangs");
        Wait.pass(UNTIL_TOLD.minus(LONGEST_LOCK));
        String status = scene.status().output().strip().replaceAll("\\s+", " ");
        campaign.expect(
                status.contains("STOPPED") && status.matches(".*capturing has waited \\d+ s for the disk below .*"),
                "the status says that the disk hangs: " + status);
        campaign.remark("while it hung: " + status);
        long commits = scene.application().lastCommit() - before;
        campaign.expect(!frozen.isOver(), "it hangs still");
        double seconds = (System.nanoTime() - began) / 1e9;
        campaign.remark(String.format(Locale.ROOT, "%d commits in %.1f s of it", commits, seconds));
        campaign.expect(
                canApplicationWrite ? commits > RATE * (seconds - 2) / 2 : commits == 0,
                canApplicationWrite ? "the application goes on" : "nobody can write");
        Wait.until(hang, "the disk answers again", frozen::isOver);
    }
}
