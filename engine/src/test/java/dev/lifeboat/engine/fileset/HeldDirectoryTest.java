package dev.lifeboat.engine.fileset;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
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

    /// Ends while each of its threads makes one after the other.
    static final class EndingMaker {
        private static final int THREADS = 40;

        private EndingMaker() {}

        public static void main(String[] args) throws Exception {
            CountDownLatch atWork = new CountDownLatch(THREADS);
            for (int i = 0; i < THREADS; i++) {
                Path top = Files.createDirectories(Path.of(args[0], "top-" + i));
                Runtime.getRuntime().addShutdownHook(new Thread(() -> abandon(top)));
                Thread.ofPlatform().daemon().start(() -> makeUntilItFails(top, atWork));
            }
            atWork.await();
            System.exit(0);
        }

        private static void abandon(Path top) {
            try {
                HeldDirectory.abandon(top, "work-");
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        private static void makeUntilItFails(Path top, CountDownLatch atWork) {
            while (true) {
                try (HeldDirectory _ = HeldDirectory.make(top, "work-")) {
                    atWork.countDown();
                } catch (IOException e) {
                    return;
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
    void aProcessThatEndsWhileItMakesSomeLeavesNone() throws Exception {
        for (int round = 1; round <= 5; round++) {
            Process maker = java(EndingMaker.class).redirectErrorStream(true).start();
            String said = new String(maker.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            assertThat(maker.waitFor()).as(said).isZero();
            try (var tops = Files.list(parent)) {
                assertThat(tops)
                        .hasSize(EndingMaker.THREADS)
                        .allSatisfy(top -> assertThat(top).isEmptyDirectory());
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
