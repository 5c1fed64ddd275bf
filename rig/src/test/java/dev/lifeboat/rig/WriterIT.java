package dev.lifeboat.rig;

import dev.lifeboat.rig.campaign.Campaign;
import dev.lifeboat.rig.judge.Generation;
import dev.lifeboat.rig.judge.Judge;
import dev.lifeboat.rig.judge.Verdict;
import dev.lifeboat.rig.process.ApplicationProcess;
import dev.lifeboat.rig.process.Child;
import dev.lifeboat.rig.process.Lifeboat;
import dev.lifeboat.rig.process.Wait;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// W1, W2, W3, W4: more than one writer, and writers whose clock is wrong.
class WriterIT {
    private static final int HELD = 7;
    private static final String FENCE = "lifeboat-writer";
    /// OB-2: the fence is read again at most every 30 s while there is something to upload.
    private static final Duration FENCE_READ = Duration.ofSeconds(45);

    @TempDir
    Path scratch;

    @Test
    void w1SecondWriterOnThePrefixStopsAndOverwritesNothing() throws Exception {
        w1(Campaign.of("W1", 1), 1);
    }

    @Test
    @Tag("campaign")
    @Tag("W1")
    void w1SecondWritersOnThePrefixStop() throws Exception {
        w1(Campaign.of("W1", 2), Integer.getInteger("cycles", 10));
    }

    private void w1(Campaign campaign, int cycles) throws Exception {
        try (Scene scene = Scene.openS3(scratch)) {
            scene.startApplication("--rate", "200");
            scene.startReplicator();
            scene.awaitSnapshot();
            for (int cycle = 0; cycle < cycles; cycle++) {
                campaign.cycle();
                Other other = other(scene, cycle);
                Set<String> before = generations(scene);
                Child second = other.replicate();
                boolean isRefused = Wait.becomes(Scene.LIMIT, () -> !second.isAlive());
                campaign.expect(isRefused && second.exitStatus() == HELD, "refused with 7:\n" + second.output());
                campaign.expect(generations(scene).equals(before), "the refused writer made no generation");
                other.close();
                long promised = scene.sync();
                campaign.lost(promised - scene.glance().restored(), "sync had returned for them");
            }
            scene.finish(campaign);
            checkLog(scene, campaign);
        }
        campaign.end();
    }

    @Test
    @Tag("campaign")
    @Tag("W2")
    void w2HolderPausedWhileAnotherTakesOver() throws Exception {
        Campaign campaign = Campaign.of("W2", 2);
        try (Scene scene = Scene.openS3(scratch)) {
            campaign.cycle();
            scene.startApplication("--rate", "200");
            scene.startReplicator();
            scene.awaitSnapshot();
            scene.sync();
            String first = scene.newestGeneration().orElseThrow().name();
            scene.replicator().signal("STOP");
            Other other = other(scene, 0);
            Child second = other.replicate("--take-over");
            Wait.until(
                    Scene.LIMIT,
                    "the second has a generation\n" + second.output(),
                    () -> generations(scene).size() > 1);
            scene.replicator().signal("CONT");
            Wait.until(FENCE_READ, "the first stops at its next look at the fence", () -> isStill(scene, first));
            other.application().stop();
            second.signal("TERM");
            campaign.expect(second.await(Scene.LIMIT) == 0, "the second ends well:\n" + second.output());
            Verdict verdict = scene.judge.judgeNewest(scene.root(), scene.url(), other.database());
            campaign.add(verdict);
            campaign.lost(
                    other.application().lastCommit() - verdict.restored(), "latest shows the second writer's rows");
            campaign.expect(
                    scene.lifeboat.replicateLog().matches("(?s).*ERROR [^\\n]*another Lifeboat writes.*"),
                    "the first says why it stopped:\n" + scene.lifeboat.replicateLog());
            campaign.remark("generations " + verdict.generations());
            Set<String> names = generations(scene);
            campaign.expect(names.size() == 2, "late objects made no further generation: " + names);
            checkLog(scene, campaign);
        }
        campaign.end();
    }

    /// Nothing is added to the generation for 10 s while its application goes on writing.
    private static boolean isStill(Scene scene, String generation) throws IOException {
        int before = segments(scene, generation);
        Wait.pass(Duration.ofSeconds(10));
        return segments(scene, generation) == before;
    }

    private static int segments(Scene scene, String name) throws IOException {
        return Generation.list(scene.root()).stream()
                .filter(generation -> generation.name().equals(name))
                .mapToInt(generation -> generation.segments().size())
                .sum();
    }

    @Test
    void w3SecondReplicatorOnOneDatabaseIsRefused() throws Exception {
        Campaign campaign = Campaign.of("W3", 3);
        try (Scene scene = Scene.open(scratch)) {
            campaign.cycle();
            scene.startApplication("--rate", "200");
            scene.startReplicator();
            scene.awaitSnapshot();
            Lifeboat.Ended second =
                    scene.lifeboat.run("replicate", scene.database, "file://" + scratch.resolve("else"));
            campaign.expect(second.status() == HELD, "refused with 7: " + second.status() + " " + second.output());
            campaign.expect(!Files.exists(scratch.resolve("else/generations")), "the refused one wrote nothing");
            scene.finish(campaign);
        }
        campaign.end();
    }

    @Test
    @Tag("campaign")
    @Tag("W4")
    void w4ClockAnHourWrongDeletesNothingAndLosesNothing() throws Exception {
        Path library = Path.of("/usr/lib/x86_64-linux-gnu/faketime/libfaketimeMT.so.1");
        Assumptions.assumeTrue(Files.exists(library), "libfaketime is not installed");
        Campaign campaign = Campaign.of("W4", 4);
        try (Scene scene = Scene.open(scratch)) {
            scene.startApplication("--rate", "300");
            Path configuration = scene.lifeboat.configuration(
                    scene.database,
                    scene.url(),
                    List.of(),
                    List.of("snapshot-interval: 8s", "retention: 30m", "retention-check-interval: 2s"));
            Set<Path> snapshots = new TreeSet<>();
            for (String shift : List.of("+0", "+1h", "-1h", "+1h", "+0")) {
                campaign.cycle();
                Lifeboat shifted = scene.lifeboat.with(Map.of(
                        "LD_PRELOAD", library.toString(), "FAKETIME", shift, "FAKETIME_DONT_FAKE_MONOTONIC", "1"));
                scene.replicate(shifted, configuration);
                scene.awaitSnapshot();
                Wait.pass(Duration.ofSeconds(20));
                scene.sync();
                scene.replicator().kill();
                campaign.add(scene.judge());
                for (Path snapshot : snapshots) {
                    campaign.expect(Files.exists(snapshot), snapshot + " is younger than 30 min and still there");
                }
                for (Generation generation : Generation.list(scene.root())) {
                    generation.snapshots().forEach(each -> snapshots.add(each.file()));
                }
            }
            scene.replicate(scene.lifeboat, configuration);
            scene.sync();
            scene.finish(campaign);
        }
        campaign.end();
    }

    private Other other(Scene scene, int number) throws Exception {
        Path top = scratch.resolve("other-" + number);
        Path database = Files.createDirectories(top.resolve("data")).resolve("app.db");
        ApplicationProcess application =
                scene.keep(ApplicationProcess.start(database, top.resolve("notes"), "--rate", "200", "--seed", "99"));
        application.awaitCommits(10);
        return new Other(scene, database, application, scene.lifeboat.notedIn(top.resolve("lifeboat")));
    }

    /// Another database with its own application, meant for the same prefix.
    private record Other(Scene scene, Path database, ApplicationProcess application, Lifeboat lifeboat) {
        Child replicate(String... further) throws IOException {
            return scene.keep(lifeboat.replicate(database, scene.url(), further));
        }

        void close() {
            application.close();
        }
    }

    private static Set<String> generations(Scene scene) throws IOException {
        Set<String> names = new TreeSet<>();
        for (Generation generation : Generation.list(scene.root())) {
            if (!generation.isEmpty()) {
                names.add(generation.name());
            }
        }
        return names;
    }

    private static void checkLog(Scene scene, Campaign campaign) throws IOException {
        Judge.checkLog(scene.store().log(), scene.scratch.resolve("store/objects"), FENCE)
                .forEach(campaign::wrong);
    }
}
