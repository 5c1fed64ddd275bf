package dev.lifeboat.rig;

import dev.lifeboat.rig.campaign.Campaign;
import dev.lifeboat.rig.judge.Generation;
import dev.lifeboat.rig.process.Lifeboat;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// S4: a single bit of an object is flipped. The restore is what it was without that, or is refused by the object's
/// name; never anything else.
class FlipIT {
    @TempDir
    Path scratch;

    @Test
    void s4EightFlipsAreRefusedOrHarmless() throws Exception {
        s4(Campaign.of("S4", 14), 8);
    }

    @Test
    @Tag("campaign")
    @Tag("S4")
    void s4FlipsAreRefusedOrHarmless() throws Exception {
        s4(Campaign.of("S4", 4), Integer.getInteger("cycles", 500));
    }

    private void s4(Campaign campaign, int cycles) throws Exception {
        try (Scene scene = Scene.openFile(scratch, scratch.resolve("data"))) {
            scene.startApplication("--rate", "300", "--payload", "300");
            scene.startReplicator("--sync-interval", "100ms");
            scene.awaitSnapshot();
            scene.application().awaitCommits(500);
            scene.finish(campaign);
            Path whole = scratch.resolve("judge/restored.db");
            int refused = 0;
            while (campaign.cycles() < cycles) {
                campaign.cycle();
                refused += isFlipRefused(scene, campaign, whole) ? 1 : 0;
            }
            campaign.remark("refused " + refused + " of " + cycles);
            campaign.expect(refused > 0, "a flip was noticed at all");
        }
        campaign.end();
    }

    private boolean isFlipRefused(Scene scene, Campaign campaign, Path whole) throws Exception {
        List<Path> objects = objects(scene);
        Path object = objects.get(campaign.random().nextInt(objects.size()));
        FileTime time = Files.getLastModifiedTime(object);
        byte[] bytes = Files.readAllBytes(object);
        int bit = campaign.random().nextInt(bytes.length * 8);
        String where = object.getFileName() + " with bit " + bit + " flipped";
        put(object, flipped(bytes, bit), time);
        Path out = scratch.resolve("flipped.db");
        Lifeboat.Ended ended = scene.lifeboat.run("restore", "-o", out, scene.url());
        put(object, bytes, time);
        if (ended.status() == 0) {
            campaign.expect(Files.mismatch(whole, out) < 0, where + ": the restore is another");
            Files.delete(out);
            return false;
        }
        campaign.expect(!Files.exists(out), where + ": a refused restore leaves no file");
        campaign.expect(
                ended.output().contains(object.getFileName().toString()),
                where + ": the object is named: " + ended.output());
        return true;
    }

    private static List<Path> objects(Scene scene) throws IOException {
        Generation generation = scene.newestGeneration().orElseThrow();
        List<Path> objects = new ArrayList<>();
        generation.snapshots().forEach(snapshot -> objects.add(snapshot.file()));
        generation.segments().forEach(segment -> objects.add(segment.file()));
        return objects;
    }

    private static byte[] flipped(byte[] bytes, int bit) {
        byte[] flipped = bytes.clone();
        flipped[bit / 8] ^= (byte) (1 << bit % 8);
        return flipped;
    }

    private static void put(Path object, byte[] bytes, FileTime time) throws IOException {
        Files.write(object, bytes);
        Files.setLastModifiedTime(object, time);
    }
}
