package dev.lifeboat.app.tui;

import dev.lifeboat.app.tui.terminal.TerminalGuard;
import java.io.IOException;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;

/// The end after a mistake of ours: the terminal first, then two lines and the report. Runs are not touched.
final class CrashReport {
    private static final int EXIT_CRASHED = 70;

    private final TerminalGuard guard;
    private final PrintStream err;
    private final Path directory;
    private final InstantSource clock;

    CrashReport(TerminalGuard guard, PrintStream err, Path directory, InstantSource clock) {
        this.guard = guard;
        this.err = err;
        this.directory = directory;
        this.clock = clock;
    }

    /// Ends the program; the handler of every thread that has none of its own.
    void uncaught(Thread thread, Throwable thrown) {
        write(thread, thrown);
        System.exit(EXIT_CRASHED);
    }

    void write(Thread thread, Throwable thrown) {
        guard.leave();
        err.println("error: Lifeboat's screen ended by a mistake of its own: " + thrown);
        try {
            StringWriter trace = new StringWriter();
            thrown.printStackTrace(new PrintWriter(trace));
            Files.createDirectories(directory);
            Path report = directory.resolve("crash-" + clock.instant().toEpochMilli() + ".txt");
            Files.writeString(report, clock.instant() + " thread " + thread.getName() + "\n" + trace);
            err.println("       runs go on; the report is " + report);
        } catch (IOException e) {
            err.println("       runs go on; the report could not be written: " + e.getMessage());
        }
    }
}
