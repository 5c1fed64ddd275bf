package dev.lifeboat.rig.process;

import dev.lifeboat.rig.app.AppMain;
import dev.lifeboat.rig.app.Ledger;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// The application, and what it noted outside of its database: ledger, report, output, below `notes`.
public final class ApplicationProcess implements Closeable {
    private static final Duration LIMIT = Duration.ofSeconds(60);

    private final Path database;
    private final Path notes;
    private final List<String> options;
    private final List<Map<String, String>> earlierReports = new ArrayList<>();
    private Child child;

    private ApplicationProcess(Path database, Path notes, List<String> options, Child child) {
        this.database = database;
        this.notes = notes;
        this.options = options;
        this.child = child;
    }

    /// Starts it with further options of [AppMain].
    public static ApplicationProcess start(Path database, Path notes, String... options) throws IOException {
        Files.createDirectories(notes);
        List<String> given = List.of(options);
        return new ApplicationProcess(database, notes, given, launch(database, notes, given));
    }

    private static Child launch(Path database, Path notes, List<String> options) throws IOException {
        List<String> arguments = new ArrayList<>(List.of("--database", database.toString()));
        arguments.addAll(List.of("--ledger", notes.resolve("ledger").toString()));
        arguments.addAll(List.of("--report", notes.resolve("report").toString()));
        arguments.addAll(options);
        return Child.startMain(AppMain.class, List.of("-Xmx256m"), arguments, notes.resolve("application.log"));
    }

    /// Starts it again where it was, behind whatever the database holds now.
    public void restart() throws IOException, InterruptedException {
        child.kill();
        keepReport();
        child = launch(database, notes, options);
    }

    private void keepReport() throws IOException {
        Map<String, String> report = readReport();
        if (!report.isEmpty()) {
            earlierReports.add(report);
        }
        Files.deleteIfExists(notes.resolve("report"));
    }

    public Path ledgerFile() {
        return notes.resolve("ledger");
    }

    /// The last commit that the application was told of.
    public long lastCommit() throws IOException {
        return Ledger.last(ledgerFile());
    }

    public void awaitCommits(long more) throws Exception {
        long from = lastCommit();
        Wait.until(LIMIT, "the application commits\n" + child.output(), () -> lastCommit() >= from + more);
    }

    /// Ends it by TERM and waits.
    public void stop() throws IOException, InterruptedException {
        child.signal("TERM");
        child.await(LIMIT);
    }

    public void awaitEnd(Duration limit) throws IOException, InterruptedException {
        child.await(limit);
    }

    public void kill() throws InterruptedException {
        child.kill();
    }

    public Child child() {
        return child;
    }

    /// A number of the report, the largest over all starts; 0 before the first report.
    public double figure(String name) throws IOException {
        double worst = value(readReport(), name);
        for (Map<String, String> report : earlierReports) {
            worst = Math.max(worst, value(report, name));
        }
        return worst;
    }

    public String messages() throws IOException {
        List<String> lines = new ArrayList<>();
        List<Map<String, String>> all = new ArrayList<>(earlierReports);
        all.add(readReport());
        for (Map<String, String> report : all) {
            report.forEach((name, value) -> {
                if (name.startsWith("message.")) {
                    lines.add(value);
                }
            });
        }
        return String.join("; ", lines);
    }

    private static double value(Map<String, String> report, String name) {
        return Double.parseDouble(report.getOrDefault(name, "0"));
    }

    private Map<String, String> readReport() throws IOException {
        Map<String, String> report = new TreeMap<>();
        Path file = notes.resolve("report");
        for (String line : Files.exists(file) ? Files.readAllLines(file) : List.<String>of()) {
            int equals = line.indexOf('=');
            report.put(line.substring(0, equals), line.substring(equals + 1));
        }
        return report;
    }

    @Override
    public void close() {
        child.close();
    }
}
