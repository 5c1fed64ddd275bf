package dev.lifeboat.it;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/// A real terminal to drive the program in: tmux on a socket of its own, without any configuration, with a shell in it
/// (tui.md 13.2).
///
/// Nothing sleeps: `press` waits for the program's idle marker to count the keys, `awaitText` for what the screen says.
/// Closing ends the server and with it everything that runs inside.
final class Tmux implements AutoCloseable {
    static final int COLUMNS = 80;
    static final int ROWS = 24;

    private static final Duration LIMIT = Duration.ofSeconds(30);
    private static final String PROMPT = "ready>";
    private static final String IDLE = "idle ";

    private final Path socket;
    private final Path sync;

    private Tmux(Path socket, Path sync) {
        this.socket = socket;
        this.sync = sync;
    }

    static boolean isInstalled() {
        return Tool.isInstalled("tmux");
    }

    /// A shell in a new terminal of 80x24; `environment` is added to a bare one. Files are kept in `directory`.
    static Tmux open(Path directory, Map<String, String> environment) throws Exception {
        // The path of a socket may have only so many bytes: not below the test's own directory.
        Path socket = Files.createTempDirectory("tmux").resolve("s");
        Tmux tmux = new Tmux(socket, directory.resolve("idle-marks"));
        List<String> command = new ArrayList<>(List.of("new-session", "-d", "-x", "" + COLUMNS, "-y", "" + ROWS));
        command.addAll(List.of("env", "-i", "PATH=" + System.getenv("PATH"), "HOME=" + directory, "LANG=C.UTF-8"));
        command.addAll(List.of("TERM=screen-256color", "PS1=" + PROMPT + " ", "LIFEBOAT_TEST_SYNC=" + tmux.sync));
        // The shell must not write into the directory of the test when its terminal goes away.
        command.add("HISTFILE=/dev/null");
        environment.forEach((name, value) -> command.add(name + "=" + value));
        command.addAll(List.of("bash", "--norc", "--noprofile"));
        tmux.command(command.toArray(String[]::new));
        tmux.command("set", "-g", "escape-time", "0");
        tmux.command("set", "-g", "status", "off");
        tmux.resize(COLUMNS, ROWS);
        tmux.awaitText(PROMPT);
        return tmux;
    }

    /// Types a command line of the shell. The marks of the program before are forgotten.
    void shell(String line) throws Exception {
        Files.deleteIfExists(sync);
        command("send-keys", "-l", line);
        command("send-keys", "Enter");
    }

    /// Presses keys by their names in tmux (`Enter`, `Down`, `C-z`, `q`) and waits until the program has taken them
    /// and has nothing left to do.
    void press(String... keys) throws Exception {
        for (String key : keys) {
            long before = inputs();
            command("send-keys", key);
            awaitInputs(before + 1);
        }
    }

    /// Types a text, key by key for the program, and waits for it to be taken.
    void type(String text) throws Exception {
        long before = inputs();
        command("send-keys", "-l", text);
        awaitInputs(before + text.length());
    }

    /// Types a line and Enter; for what reads lines and counts no keys.
    void line(String text) throws Exception {
        if (!text.isEmpty()) {
            command("send-keys", "-l", text);
        }
        command("send-keys", "Enter");
    }

    /// Presses a key that the program does not live to count.
    void send(String... keys) throws Exception {
        for (String key : keys) {
            command("send-keys", key);
        }
    }

    /// Pastes as a terminal does, between its marks where the program asked for them.
    void paste(String text) throws Exception {
        command("set-buffer", text);
        command("paste-buffer", "-p");
    }

    void resize(int columns, int rows) throws Exception {
        command("resize-window", "-x", "" + columns, "-y", "" + rows);
    }

    /// Waits for the first idle marker of a program that was just started.
    void awaitStart() throws Exception {
        Wait.until(LIMIT, "the program is up", () -> !lines().isEmpty());
    }

    void awaitGone(String text) throws Exception {
        Wait.until(LIMIT, "the screen no longer says " + text, () -> !capture().contains(text));
    }

    void awaitText(String text) throws Exception {
        awaitText(text, LIMIT);
    }

    void awaitText(String text, Duration limit) throws Exception {
        try {
            Wait.until(limit, "the screen says " + text, () -> capture().contains(text));
        } catch (AssertionError e) {
            throw new AssertionError(e.getMessage() + "\n" + capture(), e);
        }
        // A confirmation that has just opened drops keys: they would have been meant for what was there before.
        Wait.until(
                LIMIT,
                "the program takes keys",
                () -> lines().isEmpty() || lines().getLast().startsWith(IDLE));
    }

    /// What the pane shows, row by row.
    String capture() throws IOException, InterruptedException {
        return command("capture-pane", "-p");
    }

    /// The same with its colours.
    String captureStyled() throws IOException, InterruptedException {
        return command("capture-pane", "-p", "-e");
    }

    /// Whether the terminal is as a shell leaves it: first screen, cursor on, no mouse.
    boolean isLeft() throws IOException, InterruptedException {
        return command("display", "-p", "#{alternate_on} #{cursor_flag} #{mouse_any_flag}")
                .strip()
                .equals("0 1 0");
    }

    void awaitLeft() throws Exception {
        Wait.until(LIMIT, "the terminal is given back", this::isLeft);
    }

    /// All bytes that reach the terminal from now on go to `file` too.
    void record(Path file) throws Exception {
        command("pipe-pane", "cat >> '" + file + "'");
    }

    /// The process that has the terminal in the foreground, below the shell.
    ProcessHandle program() throws Exception {
        long shell = Long.parseLong(command("display", "-p", "#{pane_pid}").strip());
        ProcessHandle handle = ProcessHandle.of(shell).orElseThrow();
        Wait.until(
                LIMIT,
                "the shell runs a program",
                () -> handle.children().findAny().isPresent());
        return handle.children().findFirst().orElseThrow();
    }

    /// The attributes of the terminal, by the shell's own `stty -g`.
    String attributes(Path directory) throws Exception {
        Path file = Files.createTempFile(directory, "stty", ".txt");
        shell("stty -g > " + file);
        Wait.until(LIMIT, "stty has answered", () -> Files.readString(file).endsWith("\n"));
        return Files.readString(file).strip();
    }

    private long inputs() throws IOException {
        return lines().stream()
                .filter(line -> line.startsWith(IDLE))
                .mapToLong(line -> Long.parseLong(line.split(" ")[1]))
                .reduce(0, (before, last) -> last);
    }

    private List<String> lines() throws IOException {
        return Files.exists(sync)
                ? Files.readString(sync, StandardCharsets.US_ASCII).lines().toList()
                : List.of();
    }

    private void awaitInputs(long count) throws Exception {
        try {
            Wait.until(LIMIT, "the program has taken " + count + " inputs", () -> inputs() >= count);
        } catch (AssertionError e) {
            throw new AssertionError(e.getMessage() + "\n" + capture(), e);
        }
    }

    private String command(String... arguments) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of("tmux", "-u", "-S", socket.toString(), "-f", "/dev/null"));
        command.addAll(List.of(arguments));
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (!process.waitFor(LIMIT.toSeconds(), TimeUnit.SECONDS) || process.exitValue() != 0) {
            throw new AssertionError(String.join(" ", command) + ": " + output);
        }
        return output;
    }

    /// Ends the server and waits until nothing that ran in it is left.
    @Override
    public void close() throws IOException {
        try {
            List<ProcessHandle> running = running();
            command("kill-server");
            Wait.until(
                    LIMIT,
                    "what ran in the terminal has ended",
                    () -> running.stream().noneMatch(ProcessHandle::isAlive));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (IOException | RuntimeException e) {
            throw e;
        } catch (Exception e) {
            throw new IOException(e);
        }
    }

    private List<ProcessHandle> running() throws IOException, InterruptedException {
        long pid = Long.parseLong(command("display", "-p", "#{pane_pid}").strip());
        return ProcessHandle.of(pid)
                .map(shell ->
                        Stream.concat(Stream.of(shell), shell.descendants()).toList())
                .orElse(List.of());
    }
}
