package dev.lifeboat.app.wire;

import dev.lifeboat.app.config.Settings;
import dev.lifeboat.app.tui.FullScreen;
import dev.lifeboat.app.tui.Looks;
import dev.lifeboat.app.tui.PlainMode;
import dev.lifeboat.app.tui.Ports;
import java.io.BufferedReader;
import java.io.FileDescriptor;
import java.io.FileInputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;

/// The terminal application over the real parts.
public final class Screens {
    private final Parts parts;
    private final Settings settings;

    Screens(Parts parts, Settings settings) {
        this.parts = parts;
        this.settings = settings;
    }

    public int fullScreen(boolean color, boolean ascii) throws IOException, InterruptedException {
        Surroundings host = parts.surroundings();
        Path directory = logDirectory();
        FullScreen.Settings screen = new FullScreen.Settings(
                where(),
                Looks.of(host.environment(), color, ascii),
                directory.resolve("lifeboat.log"),
                directory,
                host.environment());
        return new FullScreen(screen, ports(), host.clock()).run();
    }

    public int plain(PrintWriter out) throws InterruptedException {
        Surroundings host = parts.surroundings();
        BufferedReader in = new BufferedReader(
                new InputStreamReader(new FileInputStream(FileDescriptor.in), StandardCharsets.UTF_8));
        return new PlainMode(where(), ports(), host.clock(), host.environment(), host.inIsTerminal()).run(in, out);
    }

    private Ports ports() {
        return new Ports(
                parts.databases(settings, settings.databases()),
                parts.points(settings),
                parts.runs(settings),
                name -> settings.database(name, parts.surroundings().workingDirectory())
                        .spec(settings.environment()),
                parts.actor());
    }

    private dev.lifeboat.app.tui.Surroundings where() {
        String word = settings.environment();
        return new dev.lifeboat.app.tui.Surroundings(
                word, word.toUpperCase(Locale.ROOT).equals("PRODUCTION"), hostName());
    }

    // Asking the network for our own name can take seconds on a host that has failed.
    private String hostName() {
        try {
            return Files.readString(Path.of("/proc/sys/kernel/hostname")).strip();
        } catch (IOException e) {
            return parts.surroundings().variable("HOSTNAME");
        }
    }

    /// The state directory, or a private one where that cannot be written: looking must not need more rights.
    private Path logDirectory() throws IOException {
        try {
            Files.createDirectories(settings.stateDirectory());
            if (Files.isWritable(settings.stateDirectory())) {
                return settings.stateDirectory();
            }
        } catch (IOException e) {
            // Read-only: said by what needs to write there, which the log does not.
            return Files.createTempDirectory("lifeboat-log-");
        }
        return Files.createTempDirectory("lifeboat-log-");
    }
}
