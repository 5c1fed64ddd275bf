package dev.lifeboat.rig;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lifeboat.rig.campaign.Campaign;
import dev.lifeboat.rig.process.ApplicationProcess;
import dev.lifeboat.rig.process.Child;
import dev.lifeboat.rig.process.Lifeboat;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The packaged program against an independent S3 server that checks signatures.
class SignedStoreIT {
    private static final int HELD = 7;
    private static final String WRONG = "canary-wrong-secret";

    /// What the server writes an object to before it gives it its name.
    private static final Pattern UNFINISHED = Pattern.compile(".+-[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}");

    @TempDir
    Path scratch;

    @Test
    void wrongSecretIsRefusedWithWordsAboutCredentials() throws Exception {
        try (Scene scene = Scene.on(SignedStore.start(scratch.resolve("store")), scratch)) {
            scene.startApplication("--rate", "100");
            Lifeboat denied = scene.lifeboat.with(Map.of("AWS_SECRET_ACCESS_KEY", WRONG));
            Lifeboat.Ended restore = denied.run("restore", "-o", scratch.resolve("out.db"), scene.url());
            assertThat(restore.status()).isNotZero();
            assertThat(restore.output()).contains("credentials").doesNotContain("canary");
            assertThat(scratch.resolve("out.db")).doesNotExist();
            Lifeboat.Ended once = denied.run("replicate", "-once", scene.database, scene.url());
            assertThat(once.status()).as(once.output()).isNotZero();
            assertThat(once.output()).contains("credentials").doesNotContain("canary");
            assertThat(objects(scene)).isEmpty();
        }
    }

    /// W1 and OB-2: refused at its start, nothing overwritten, and what the first one wrote is restored.
    @Test
    void secondWriterIsRefusedAtItsStartAndNothingIsOverwritten() throws Exception {
        Campaign campaign = Campaign.of("W1-signed", 1);
        try (Scene scene = Scene.on(SignedStore.start(scratch.resolve("store")), scratch)) {
            campaign.cycle();
            scene.startApplication("--rate", "200");
            scene.startReplicator();
            scene.awaitSnapshot();
            scene.sync();
            Map<Path, byte[]> before = objects(scene);
            Child second = startSecond(scene);
            int status = second.await(Scene.LIMIT);
            campaign.expect(status == HELD, "refused with 7, and it was " + status + ":\n" + second.output());
            long promised = scene.sync();
            Map<Path, byte[]> after = objects(scene);
            before.forEach((file, bytes) ->
                    campaign.expect(Arrays.equals(bytes, after.get(file)), file + " is what it was before"));
            campaign.expect(after.size() > before.size(), "the first writer goes on");
            campaign.expect(scene.generations() == 1, "one generation");
            campaign.lost(promised - scene.glance().restored(), "sync had returned for them");
            scene.finish(campaign);
        }
        campaign.end();
    }

    private Child startSecond(Scene scene) throws Exception {
        Path top = scratch.resolve("other");
        Path database = Files.createDirectories(top.resolve("data")).resolve("app.db");
        ApplicationProcess application =
                scene.keep(ApplicationProcess.start(database, top.resolve("notes"), "--rate", "50"));
        application.awaitCommits(10);
        return scene.keep(scene.lifeboat.notedIn(top.resolve("lifeboat")).replicate(database, scene.url()));
    }

    /// The store is written meanwhile: where a file goes under the look, it is looked at once more.
    private static Map<Path, byte[]> objects(Scene scene) throws IOException {
        while (true) {
            try {
                return read(scene.root());
            } catch (NoSuchFileException _) {
                continue;
            } catch (UncheckedIOException e) {
                if (!(e.getCause() instanceof NoSuchFileException)) {
                    throw e;
                }
            }
        }
    }

    private static Map<Path, byte[]> read(Path root) throws IOException {
        Map<Path, byte[]> bytes = new TreeMap<>();
        if (Files.exists(root)) {
            try (Stream<Path> files = Files.walk(root)) {
                for (Path file : files.filter(SignedStoreIT::isObject).toList()) {
                    bytes.put(file, Files.readAllBytes(file));
                }
            }
        }
        return bytes;
    }

    private static boolean isObject(Path file) {
        return Files.isRegularFile(file)
                && !UNFINISHED.matcher(file.getFileName().toString()).matches();
    }
}
