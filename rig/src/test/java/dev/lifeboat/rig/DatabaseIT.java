package dev.lifeboat.rig;

import dev.lifeboat.rig.campaign.Campaign;
import dev.lifeboat.rig.judge.Generation;
import dev.lifeboat.rig.judge.Rows;
import dev.lifeboat.rig.judge.Verdict;
import dev.lifeboat.rig.process.Lifeboat;
import dev.lifeboat.rig.process.Wait;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// L5, M1, M2, M4: what applications and people do to a database.
class DatabaseIT {
    @TempDir
    Path scratch;

    @Test
    @Tag("campaign")
    @Tag("L5")
    void l5ApplicationOpensWritesOneRowAndClosesEndlessly() throws Exception {
        Campaign campaign = Campaign.of("L5", 5);
        try (Scene scene = Scene.open(scratch)) {
            scene.startApplication("--reopen");
            scene.startReplicator("--sync-interval", "200ms");
            scene.awaitSnapshot();
            for (int cycle = 0; cycle < Integer.getInteger("cycles", 10); cycle++) {
                campaign.cycle();
                Wait.pass(Duration.ofSeconds(3));
                scene.replicator().kill();
                campaign.add(scene.glance());
                scene.startReplicator("--sync-interval", "200ms");
                scene.sync();
            }
            scene.finish(campaign);
        }
        campaign.end();
    }

    @ParameterizedTest
    @Tag("campaign")
    @Tag("M1")
    @CsvSource({
        "512, ''",
        "1024, vacuum",
        "2048, auto-vacuum",
        "4096, shrink",
        "8192, fts",
        "16384, without-rowid",
        "32768, 'vacuum,fts'",
        "65536, 'shrink,without-rowid'",
        "4096, 'auto-vacuum,fts'",
        "4096, gigabyte"
    })
    void m1PageSizesAndWorkloads(int pageSize, String also) throws Exception {
        Campaign campaign = Campaign.of("M1-" + pageSize + "-" + also.replace(',', '+'), 1);
        try (Scene scene = Scene.open(scratch)) {
            campaign.cycle();
            scene.startApplication("--rate", "200", "--page-size", "" + pageSize, "--also", also);
            scene.startReplicator();
            scene.awaitSnapshot();
            Wait.pass(Duration.ofSeconds(Integer.getInteger("seconds", 15)));
            scene.replicator().kill();
            campaign.add(scene.glance());
            scene.startReplicator();
            scene.sync();
            scene.finish(campaign);
        }
        campaign.end();
    }

    @ParameterizedTest
    @Tag("campaign")
    @Tag("M2")
    @CsvSource({"deleted", "replaced", "truncated", "restored"})
    void m2DatabaseTakenAwayUnderUs(String what) throws Exception {
        Campaign campaign = Campaign.of("M2-" + what, 2);
        try (Scene scene = Scene.open(scratch)) {
            campaign.cycle();
            scene.startApplication("--rate", "300");
            Path older = scratch.resolve("older.db");
            scene.startReplicator();
            scene.awaitSnapshot();
            Verdict before;
            scene.sync();
            if (what.equals("restored")) {
                scene.lifeboat.run("restore", "-o", older, scene.url()).orFail("restore");
            } else {
                Files.copy(scene.database, older);
            }
            scene.application().awaitCommits(300);
            scene.sync();
            scene.application().stop();
            scene.sync();
            before = scene.judge();
            campaign.add(before);
            Map<Path, Long> objects = sizes(scene);
            harm(scene, what, older);
            boolean told =
                    Wait.becomes(Duration.ofSeconds(30), () -> scene.status().status() != 0);
            String status = scene.status().output();
            campaign.remark(status.strip().replaceAll("\\s+", " "));
            campaign.expect(told, "status names an incident: " + status);
            scene.replicator().signal("TERM");
            scene.replicator().await(Scene.LIMIT);
            campaign.expect(
                    objects.entrySet().stream()
                            .allMatch(each -> each.getKey().toFile().length() == each.getValue()),
                    "the old chain is untouched");
            Path out = scratch.resolve("after.db");
            String first = scene.judge
                    .rowsByGeneration(scene.root())
                    .keySet()
                    .iterator()
                    .next();
            scene.lifeboat
                    .run("restore", "-generation", first, "-o", out, scene.url())
                    .orFail("restore");
            campaign.lost(before.restored() - Rows.check(out, true), "the old chain had them");
        }
        campaign.end();
    }

    private static void harm(Scene scene, String what, Path older) throws IOException {
        switch (what) {
            case "deleted" -> Files.delete(scene.database);
            case "truncated" -> {
                try (RandomAccessFile file = new RandomAccessFile(scene.database.toFile(), "rw")) {
                    file.setLength(0);
                }
            }
            default -> Files.move(older, scene.database, StandardCopyOption.ATOMIC_MOVE);
        }
    }

    private static Map<Path, Long> sizes(Scene scene) throws IOException {
        Map<Path, Long> sizes = new TreeMap<>();
        for (Generation generation : Generation.list(scene.root())) {
            for (Generation.Segment segment : generation.segments()) {
                sizes.put(segment.file(), Files.size(segment.file()));
            }
        }
        return sizes;
    }

    @Test
    @Tag("campaign")
    @Tag("M4")
    void m4ReaderThatStaysOpen() throws Exception {
        Campaign campaign = Campaign.of("M4", 4);
        long minutes = Integer.getInteger("minutes", 10);
        try (Scene scene = Scene.open(scratch)) {
            campaign.cycle();
            scene.startApplication("--rate", "300", "--reader", Long.toString(minutes * 60_000));
            scene.startReplicator();
            scene.awaitSnapshot();
            long peak = StoreFaultIT.walPeak(scene, Duration.ofSeconds(minutes * 60));
            campaign.remark("WAL peak " + (peak >> 20) + " MiB");
            Lifeboat.Ended status = scene.status("--json");
            String words = status.output() + scene.lifeboat.replicateLog();
            campaign.expect(words.matches("(?s).*(?i)reader.*"), "somebody is told of the reader: " + status.output());
            scene.sync();
            scene.finish(campaign);
        }
        campaign.end();
    }
}
