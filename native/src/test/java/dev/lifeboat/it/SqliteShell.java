package dev.lifeboat.it;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/// The real `sqlite3` as an application that keeps its database open: another process, another build of SQLite.
final class SqliteShell implements AutoCloseable {
    private static final String END = "--end-of-answer--";

    private final Process process;
    private final BufferedReader answers;
    private final BufferedWriter statements;

    private SqliteShell(Process process) {
        this.process = process;
        this.answers = process.inputReader();
        this.statements = process.outputWriter();
    }

    static SqliteShell open(Path database) throws IOException {
        return new SqliteShell(shell(database).start());
    }

    private static ProcessBuilder shell(Path database) {
        assumeTrue(Tool.isInstalled("sqlite3"), "sqlite3 is not installed");
        return new ProcessBuilder("sqlite3", "-batch", "-cmd", ".timeout 5000", database.toString())
                .redirectErrorStream(true);
    }

    /// The lines that `sql` answers, errors among them.
    List<String> execute(String sql) throws IOException {
        statements.write(sql + "\n.print " + END + "\n");
        statements.flush();
        List<String> lines = new ArrayList<>();
        for (String line = answers.readLine(); !END.equals(line); line = answers.readLine()) {
            if (line == null) {
                throw new IOException("sqlite3 ended after " + lines);
            }
            lines.add(line);
        }
        return lines;
    }

    /// Opens `database`, answers `sql`, closes it again.
    static List<String> ask(Path database, String sql) throws IOException, InterruptedException {
        try (SqliteShell shell = open(database)) {
            return shell.execute(sql);
        }
    }

    long pid() {
        return process.pid();
    }

    void kill() throws InterruptedException {
        process.destroyForcibly().waitFor();
    }

    @Override
    public void close() throws IOException {
        statements.close();
        try {
            if (!process.waitFor(30, TimeUnit.SECONDS)) {
                process.destroyForcibly();
                throw new IOException("sqlite3 did not end");
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }
}
