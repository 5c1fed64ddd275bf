package dev.lifeboat.runbooks.report;

import dev.lifeboat.runbooks.json.Json;
import dev.lifeboat.runbooks.plan.FrozenPlan;
import dev.lifeboat.runbooks.run.RunModel;
import dev.lifeboat.runbooks.worker.RunFolder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/// The report of one run, made anew from its files whenever it is asked for.
public final class Report {
    private final RunFolder folder;

    public Report(RunFolder folder) {
        this.folder = folder;
    }

    public String markdown() throws IOException {
        FrozenPlan frozen = folder.plan();
        return new MarkdownReport(frozen, folder.model(frozen)).text();
    }

    /// Writes `report.md` and `report.json` into the directory of the run, as of `model`, which the journal may not
    /// hold yet.
    public void write(RunModel model) throws IOException {
        FrozenPlan frozen = folder.plan();
        replace(folder.report(), new MarkdownReport(frozen, model).text());
        replace(folder.directory().resolve("report.json"), Json.page(JsonReport.of(frozen, model)));
    }

    private static void replace(Path file, String text) throws IOException {
        Path next = file.resolveSibling(file.getFileName() + ".next");
        Files.writeString(next, text);
        Files.move(next, file, StandardCopyOption.ATOMIC_MOVE);
    }
}
