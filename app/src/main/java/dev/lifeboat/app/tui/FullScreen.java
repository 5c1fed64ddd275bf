package dev.lifeboat.app.tui;

import com.googlecode.lanterna.TerminalSize;
import dev.lifeboat.app.tui.terminal.Input;
import dev.lifeboat.app.tui.terminal.InputDecoder;
import dev.lifeboat.app.tui.terminal.TerminalGuard;
import dev.lifeboat.app.tui.terminal.Tty;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/// The full screen from its first byte to its last: opens the terminal, runs the loop, and leaves everything as it was
/// found, whatever ends it (tui.md 3.2).
///
/// While it runs, `System.out` and `System.err` go to the log: what a library prints cannot damage the frame.
public final class FullScreen {
    private static final int EXIT_CRASHED = 70;

    private final Settings settings;
    private final Ports ports;
    private final InstantSource clock;

    /// `log` takes what would have been printed, and `reports` is the directory for the report of a crash.
    public record Settings(Surroundings where, Looks looks, Path log, Path reports, Map<String, String> environment) {
        public Settings {
            environment = Map.copyOf(environment);
        }
    }

    public FullScreen(Settings settings, Ports ports, InstantSource clock) {
        this.settings = settings;
        this.ports = ports;
        this.clock = clock;
    }

    /// Why full screen is not possible, in one sentence that names the way out; empty where it is.
    public static Optional<String> refusal(Map<String, String> environment, boolean terminals) {
        String term = environment.getOrDefault("TERM", "");
        if (!terminals) {
            return Optional.of("stdin and stdout are not terminals; use: lifeboat --plain");
        }
        if (term.isEmpty() || term.equals("dumb")) {
            return Optional.of(
                    "this terminal is \"" + (term.isEmpty() ? "unknown" : term) + "\"; use: lifeboat --plain");
        }
        return Optional.empty();
    }

    /// Runs until somebody leaves; returns the exit status.
    public int run() throws IOException, InterruptedException {
        PrintStream out = System.out;
        PrintStream err = System.err;
        Files.createDirectories(settings.log().toAbsolutePath().getParent());
        Tty tty = Tty.open();
        try (PrintStream log = new PrintStream(
                Files.newOutputStream(settings.log(), StandardOpenOption.CREATE, StandardOpenOption.APPEND),
                true,
                StandardCharsets.UTF_8)) {
            TerminalGuard guard = new TerminalGuard(tty);
            CrashReport crash = new CrashReport(guard, err, settings.reports(), clock);
            Thread.setDefaultUncaughtExceptionHandler(crash::uncaught);
            System.setOut(log);
            System.setErr(log);
            try {
                session(tty, guard);
                return 0;
            } catch (RuntimeException | Error e) {
                crash.write(Thread.currentThread(), e);
                return EXIT_CRASHED;
            } finally {
                guard.disarm();
                System.setOut(out);
                System.setErr(err);
                Thread.setDefaultUncaughtExceptionHandler(null);
            }
        }
    }

    private void session(Tty tty, TerminalGuard guard) throws IOException, InterruptedException {
        TerminalSize size = tty.size();
        Loop loop = new Loop(ports, settings.where(), size, clock, IdleMarker.of(settings.environment()));
        FrameFront front =
                new FrameFront(guard, settings.looks(), Model.start(settings.where(), size, clock.instant()));
        guard.arm();
        guard.enter();
        tty.onSignal("WINCH", () -> loop.post(new Msg.Resized(sizeOf(tty))));
        tty.onSignal("TSTP", () -> loop.post(new Msg.Key(Keys.named("Ctrl+z"))));
        tty.onSignal("CONT", () -> loop.post(new Msg.Resized(sizeOf(tty))));
        Thread renderer = Thread.ofPlatform().daemon().name("render").start(() -> {
            try {
                front.run(() -> loop.markIdle(front));
            } catch (IOException _) {
                // The terminal is gone: nobody can see a frame any more.
                loop.post(new Msg.InputEnded());
            }
        });
        LinkedBlockingQueue<byte[]> bytes = new LinkedBlockingQueue<>();
        Thread.ofPlatform().daemon().name("read").start(() -> read(tty, bytes));
        Thread decoder = Thread.ofPlatform().daemon().name("decode").start(() -> decode(bytes, loop));
        try {
            loop.run(front);
        } finally {
            renderer.interrupt();
            decoder.interrupt();
        }
    }

    private static TerminalSize sizeOf(Tty tty) {
        try {
            return tty.size();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// The reading thread blocks in the kernel and knows nothing of time; an empty array says that there is no more.
    private static void read(Tty tty, LinkedBlockingQueue<byte[]> bytes) {
        byte[] buffer = new byte[4096];
        try {
            for (int length = tty.read(buffer); length > 0; length = tty.read(buffer)) {
                bytes.add(Arrays.copyOf(buffer, length));
            }
        } catch (IOException _) {
            // The terminal is gone, which is the end of the input too.
        }
        bytes.add(new byte[0]);
    }

    private static void decode(LinkedBlockingQueue<byte[]> bytes, Loop loop) {
        InputDecoder decoder = new InputDecoder();
        try {
            while (true) {
                byte[] chunk =
                        decoder.waits() ? bytes.poll(InputDecoder.ESCAPE_MILLIS, TimeUnit.MILLISECONDS) : bytes.take();
                if (chunk != null && chunk.length == 0) {
                    loop.post(new Msg.InputEnded());
                    return;
                }
                List<Input> inputs = chunk == null ? decoder.quiet() : decoder.feed(chunk, chunk.length);
                inputs.forEach(input -> loop.post(message(input)));
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    private static Msg message(Input input) {
        return switch (input) {
            case Input.Key(var stroke) -> new Msg.Key(stroke);
            case Input.Paste(String text) -> new Msg.Paste(text);
        };
    }
}
