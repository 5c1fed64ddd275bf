package dev.lifeboat.engine.fileset;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// What a dead process left goes, what a living one works in stays.
class HeldDirectoryTest {
    @TempDir
    private Path parent;

    /// Holds a directory until it is killed; says its path first.
    static final class Holder {
        private Holder() {}

        public static void main(String[] args) throws Exception {
            Path directory = HeldDirectory.make(Path.of(args[0]), "work-").path();
            Files.writeString(directory.resolve("file"), "mine");
            System.out.println(directory);
            System.out.flush();
            new java.util.concurrent.CountDownLatch(1).await();
        }
    }

    /// Makes one after the other, and ends with what went wrong.
    static final class Maker {
        private static final int TIMES = 3_000;

        private Maker() {}

        public static void main(String[] args) throws Exception {
            for (int i = 0; i < TIMES; i++) {
                try (HeldDirectory held = HeldDirectory.make(Path.of(args[0]), "work-")) {
                    Files.writeString(held.path().resolve("file"), "mine");
                }
            }
        }
    }

    private ProcessBuilder java(Class<?> main) {
        return new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                main.getName(),
                parent.toString());
    }

    private Process holder() throws IOException {
        return java(Holder.class).redirectError(ProcessBuilder.Redirect.DISCARD).start();
    }

    @Test
    @Timeout(60)
    void whatALivingProcessHoldsStaysAndWhatADeadOneLeftGoes() throws Exception {
        Process other = holder();
        try (var lines = other.inputReader()) {
            Path theirs = Path.of(lines.readLine());
            try (HeldDirectory mine = HeldDirectory.make(parent, "work-")) {
                assertThat(theirs.resolve("file")).hasContent("mine");
                assertThat(mine.path()).isDirectory();
            }
            other.destroyForcibly().waitFor(20, TimeUnit.SECONDS);
            assertThat(theirs.resolve("file")).exists();

            HeldDirectory.make(parent, "work-").close();
            assertThat(parent).isEmptyDirectory();
        } finally {
            other.destroyForcibly();
        }
    }

    @Test
    @Timeout(60)
    void makersAtTheSameTimeLeaveEachOtherAlone() throws Exception {
        List<Process> makers = new ArrayList<>();
        try {
            for (int i = 0; i < 3; i++) {
                makers.add(java(Maker.class).redirectErrorStream(true).start());
            }
            for (Process maker : makers) {
                String said = new String(maker.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
                assertThat(maker.waitFor()).as(said).isZero();
            }
            assertThat(parent).isEmptyDirectory();
        } finally {
            makers.forEach(Process::destroyForcibly);
        }
    }

    @Test
    void closingTakesAwayWhatIsInItAndNothingElse() throws IOException {
        Path foreign = Files.createDirectories(parent.resolve("work-of-somebody/else"));
        Path other = Files.createDirectories(parent.resolve("other"));
        try (HeldDirectory held = HeldDirectory.make(parent, "work-")) {
            Files.createDirectories(held.path().resolve("a/b"));
            Files.writeString(held.path().resolve("a/b/c"), "x");
            assertThat(Files.getPosixFilePermissions(held.path())).hasSize(3);
        }
        assertThat(List.of(foreign, other)).allMatch(Files::isDirectory);
        try (var left = Files.list(parent)) {
            assertThat(left).containsExactlyInAnyOrder(foreign.getParent(), other);
        }
    }

    /// Whatever it was about to do: a process that abandons may end at once, and then nobody closes anything.
    @Test
    @Timeout(60)
    void onceTheyAreAbandonedThereIsNoneAndNoneIsMade() throws Exception {
        for (int round = 1; round <= 200; round++) {
            Path top = Files.createDirectory(parent.resolve("round-" + round));
            CountDownLatch atWork = new CountDownLatch(1);
            FutureTask<IOException> maker = new FutureTask<>(() -> makeUntilItFails(top, atWork));
            Thread.ofPlatform().start(maker);
            atWork.await();
            HeldDirectory.abandon(top, "work-");
            assertThat(top).isEmptyDirectory();
            maker.get();
            assertThat(top).isEmptyDirectory();
            HeldDirectory.make(top, "other-").close();
        }
    }

    private static IOException makeUntilItFails(Path top, CountDownLatch atWork) {
        while (true) {
            try (HeldDirectory _ = HeldDirectory.make(top, "work-")) {
                atWork.countDown();
            } catch (IOException e) {
                return e;
            }
        }
    }

    /// What a kill leaves between the two calls that make one.
    @Test
    void anEmptyOneGoesToo() throws IOException {
        Files.createDirectory(parent.resolve("work-17"));
        HeldDirectory.removeLeftovers(parent, "work-");
        assertThat(parent).isEmptyDirectory();
    }
}
