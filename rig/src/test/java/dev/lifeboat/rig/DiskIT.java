package dev.lifeboat.rig;

import dev.lifeboat.rig.campaign.Campaign;
import dev.lifeboat.rig.judge.Verdict;
import dev.lifeboat.rig.process.Lifeboat;
import dev.lifeboat.rig.process.Wait;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// P3 and D1: disks that give errors, and disks that are full.
class DiskIT {
    private static final byte[] FILLER = new byte[4096];

    @TempDir
    Path scratch;

    @Test
    @Tag("campaign")
    @Tag("P3")
    void p3ErrorAtTheNthSyncOrWrite() throws Exception {
        Tool.assumeInstalled("strace");
        Campaign campaign = Campaign.of("P3", 3);
        try (Scene scene = Scene.open(scratch)) {
            scene.startApplication("--rate", "300");
            int injections = 0;
            int told = 0;
            for (int cycle = 0; cycle < Integer.getInteger("cycles", 40); cycle++) {
                campaign.cycle();
                String call = List.of("fsync", "fdatasync", "pwrite64", "write")
                        .get(campaign.random().nextInt(4));
                // A JVM writes its own files before ours: `write` counts on until the replicator is at work.
                int at = campaign.random().nextInt(call.equals("write") ? 200 : 1, call.equals("write") ? 600 : 40);
                Lifeboat traced = scene.lifeboat.with(Map.of(), "strace", "-D", "-f", "-qq", "-o", "/dev/null");
                Lifeboat injected = traced.with(
                        Map.of(),
                        "strace",
                        "-D",
                        "-f",
                        "-qq",
                        "-o",
                        scratch.resolve("strace.log").toString(),
                        "-e",
                        "trace=" + call,
                        "-e",
                        "inject=" + call + ":error=EIO:when=" + at);
                int logged = scene.lifeboat.replicateLog().length();
                scene.startReplicator(injected, "--sync-interval", "100ms");
                Wait.pass(Duration.ofSeconds(5));
                scene.replicator().kill();
                boolean isInjected =
                        Files.readString(scratch.resolve("strace.log")).contains("INJECTED");
                String log = scene.lifeboat.replicateLog().substring(logged);
                boolean isTold = log.matches("(?s).*(?i)(i/o|input/output|error|failed|cannot).*");
                injections += isInjected ? 1 : 0;
                told += isInjected && isTold ? 1 : 0;
                if (isInjected && !isTold) {
                    campaign.remark("not told: " + call + " " + at);
                }
                campaign.add(scene.glance());
                scene.startReplicator("--sync-interval", "100ms");
                long promised = scene.sync();
                Verdict verdict = scene.glance();
                campaign.add(verdict);
                campaign.lost(promised - verdict.restored(), "sync had returned for them after EIO in " + call);
                scene.replicator().kill();
            }
            campaign.remark("told in the log " + told + " times of " + injections);
            scene.startReplicator();
            scene.sync();
            scene.finish(campaign);
        }
        campaign.end();
    }

    @Test
    @Tag("campaign")
    @Tag("D1")
    void d1FullSpoolLeavesTheApplicationAlone() throws Exception {
        Tool.assumeRoot();
        Campaign campaign = Campaign.of("D1-spool", 1);
        try (Scene scene = Scene.open(scratch)) {
            // The directory of Lifeboat beside the database, on a disk of its own.
            Path meta = Files.createDirectories(scene.database.resolveSibling(".app.db-lifeboat"));
            try (Mounted _ = Mounted.tmpfs(meta, "16m")) {
                scene.startApplication("--rate", "300");
                scene.startReplicator("--sync-interval", "100ms");
                scene.awaitSnapshot();
                for (int cycle = 0; cycle < Integer.getInteger("cycles", 5); cycle++) {
                    campaign.cycle();
                    fill(meta.resolve("filler"), campaign.random().nextInt(20) * 4096L);
                    scene.application().awaitCommits(1500);
                    String status = scene.status().output();
                    campaign.remark("while full: " + status.strip().replaceAll("\\s+", " "));
                    Files.delete(meta.resolve("filler"));
                    long promised = scene.sync();
                    Verdict verdict = scene.glance();
                    campaign.add(verdict);
                    campaign.lost(promised - verdict.restored(), "sync had returned for them");
                }
                scene.finish(campaign);
            }
        }
        campaign.end();
    }

    @Test
    @Tag("campaign")
    @Tag("D1")
    void d1FullDiskOfTheDatabaseIsSurvivedByBoth() throws Exception {
        Tool.assumeRoot();
        Campaign campaign = Campaign.of("D1-database", 1);
        Path data = Files.createDirectories(scratch.resolve("small"));
        try (Mounted _ = Mounted.tmpfs(data, "96m");
                Scene scene = Scene.open(scratch, data)) {
            scene.startApplication("--rate", "300");
            scene.startReplicator("--sync-interval", "100ms");
            scene.awaitSnapshot();
            for (int cycle = 0; cycle < Integer.getInteger("cycles", 5); cycle++) {
                campaign.cycle();
                fill(data.resolve("filler"), campaign.random().nextInt(20) * 4096L);
                Wait.pass(Duration.ofSeconds(5));
                Files.delete(data.resolve("filler"));
                scene.application().awaitCommits(100);
                long promised = scene.sync();
                Verdict verdict = scene.glance();
                campaign.add(verdict);
                campaign.lost(promised - verdict.restored(), "sync had returned for them");
            }
            campaign.remark("the application saw: " + scene.application().messages());
            scene.application().stop();
            scene.drain();
            campaign.add(scene.judge());
        }
        campaign.end();
    }

    /// Writes until nothing fits any more, then gives `back` bytes free again.
    private static void fill(Path filler, long back) throws IOException {
        try (var out = Files.newOutputStream(filler)) {
            while (true) {
                out.write(FILLER);
            }
        } catch (IOException e) {
            // Full, as intended.
        }
        try (var file = new java.io.RandomAccessFile(filler.toFile(), "rw")) {
            file.setLength(Math.max(0, file.length() - back));
        }
    }
}
