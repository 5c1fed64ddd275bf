package dev.lifeboat.engine.live;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;

/// A real application in a process of its own that writes a database: see [ApplicationMain]. Closing it kills it.
public final class Application implements AutoCloseable {
    private final Process process;
    private final BufferedReader answers;

    private Application(Process process) {
        this.process = process;
        this.answers = new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
    }

    /// Starts it on `database`; its ledger gets the number of each row after its commit has returned.
    public static Application start(Path database, Path ledger) {
        try {
            Process process = new ProcessBuilder(
                            Path.of(System.getProperty("java.home"), "bin", "java")
                                    .toString(),
                            "-XX:TieredStopAtLevel=1",
                            "-XX:+UseSerialGC",
                            "-Xmx64m",
                            "--enable-native-access=ALL-UNNAMED",
                            "-cp",
                            System.getProperty("java.class.path"),
                            ApplicationMain.class.getName(),
                            database.toString(),
                            ledger.toString())
                    .redirectError(ProcessBuilder.Redirect.INHERIT)
                    .start();
            Application application = new Application(process);
            application.expect("ready");
            return application;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// Runs one command in the application and returns its answer.
    public String tell(String command) {
        try {
            process.getOutputStream().write((command + "\n").getBytes(StandardCharsets.UTF_8));
            process.getOutputStream().flush();
            return line();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// Writes `count` rows, each in a transaction of its own, and returns the number of the last.
    public long rows(int count) {
        return Long.parseLong(tell("rows " + count));
    }

    /// Runs a statement; a query answers with the first row's columns joined by `|`.
    public String sql(String statement) {
        return tell("sql " + statement);
    }

    /// Writes until it is killed, without answering.
    public void writeForever() {
        begin("forever");
    }

    /// Issues checkpoints of every mode, one each 3 ms, until it is killed.
    public void checkpointForever() {
        begin("checkpoint forever");
    }

    private void begin(String command) {
        try {
            process.getOutputStream().write((command + "\n").getBytes(StandardCharsets.UTF_8));
            process.getOutputStream().flush();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public long pid() {
        return process.pid();
    }

    private void expect(String expected) {
        String line = line();
        if (!line.equals(expected)) {
            throw new IllegalStateException("the application said: " + line);
        }
    }

    private String line() {
        try {
            String line = answers.readLine();
            if (line == null) {
                throw new IllegalStateException("the application went away");
            }
            return line;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// kill -9.
    public void kill() {
        process.destroyForcibly();
        try {
            if (!process.waitFor(10, TimeUnit.SECONDS)) {
                throw new IllegalStateException("the application does not die");
            }
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() {
        kill();
    }

    /// The numbers that the ledger of an application holds.
    public static List<Long> ledger(Path ledger) throws IOException {
        return Files.exists(ledger)
                ? Files.readAllLines(ledger).stream().map(Long::valueOf).toList()
                : List.of();
    }
}
