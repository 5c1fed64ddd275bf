package dev.lifeboat.runbooks.report;

import com.google.gson.JsonObject;
import dev.lifeboat.runbooks.json.Json;
import dev.lifeboat.runbooks.plan.FrozenPlan;
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

    public JsonObject json() throws IOException {
        FrozenPlan frozen = folder.plan();
        return JsonReport.of(frozen, folder.model(frozen));
    }

    /// Writes `report.md` and `report.json` into the directory of the run.
    public void write() throws IOException {
        replace(folder.report(), markdown());
        replace(folder.directory().resolve("report.json"), Json.page(json()));
    }

    private static void replace(Path file, String text) throws IOException {
        Path next = file.resolveSibling(file.getFileName() + ".next");
        Files.writeString(next, text);
        Files.move(next, file, StandardCopyOption.ATOMIC_MOVE);
    }
}
