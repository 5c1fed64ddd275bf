package dev.lifeboat.runbooks.report;

import com.google.gson.JsonObject;
import dev.lifeboat.engine.proof.RowCounts;
import dev.lifeboat.engine.proof.TableRows;
import dev.lifeboat.runbooks.DatabaseSpec;
import dev.lifeboat.runbooks.RunPlan;
import dev.lifeboat.runbooks.RunView.Evidence;
import dev.lifeboat.runbooks.json.Json;
import dev.lifeboat.runbooks.plan.FrozenPlan;
import dev.lifeboat.runbooks.run.RunModel;
import dev.lifeboat.runbooks.run.StepId;
import dev.lifeboat.runbooks.run.StepRecord;
import dev.lifeboat.runbooks.steps.RowsJson;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.TreeSet;

/// The report for people: what happened, what is lost, what is kept where, and every line of evidence. Text from
/// databases and hosts is made harmless here, because a report is read in terminals and browsers.
final class MarkdownReport {
    private final RunPlan plan;
    private final String planHash;
    private final RunModel model;
    private final StringBuilder text = new StringBuilder();

    MarkdownReport(FrozenPlan frozen, RunModel model) {
        this.plan = frozen.plan();
        this.planHash = frozen.hash();
        this.model = model;
    }

    String text() {
        head();
        times();
        rows();
        lost();
        files();
        steps();
        evidence();
        return text.toString();
    }

    private void head() {
        DatabaseSpec database = plan.request().database();
        String state = model.state().name().toLowerCase(Locale.ROOT);
        line("# Run " + plan.run() + ": " + plan.runbook().id() + " of " + database.name() + ", " + state);
        line("");
        line("- database: `" + database.path() + "`");
        line("- asked by: " + plan.request().actor());
        line("- runbook: " + plan.runbook().title() + " (" + plan.runbook().source() + ", sha256 `"
                + plan.runbook().sha256() + "`)");
        line("- plan: sha256 `" + planHash + "`");
        JsonObject restore = model.post("restore");
        Json.maybe(restore, "position")
                .ifPresent(position -> line("- restored point: `" + position + "`, stored "
                        + Json.maybe(restore, "time").map(MarkdownReport::time).orElse("")));
        Json.maybe(model.post("choose"), "location").ifPresent(location -> line("- from: `" + location + "`"));
        Json.maybe(model.post("prove"), "verdict").ifPresent(verdict -> line("- proof: " + verdict));
        Json.maybe(model.post("resume"), "generation")
                .ifPresent(generation -> line("- replication goes on in generation `" + generation + "`"));
        if (!model.lastWords().isEmpty()) {
            line("- ended: " + model.lastWords());
        }
        line("");
    }

    private void times() {
        line("## Times");
        line("");
        model.startedAt().ifPresent(at -> line("- begun " + at));
        model.endedAt().ifPresent(at -> line("- ended " + at + since(model.startedAt(), at)));
        Optional<Instant> down = model.step(new StepId("stop")).startedAt();
        StepRecord start = model.step(new StepId("start"));
        down.ifPresent(at -> line("- application down from " + at));
        start.endedAt()
                .filter(_ -> start.status() == StepRecord.Status.DONE)
                .ifPresent(at -> line("- application up again " + at + since(down, at)));
        line("");
    }

    /// Milliseconds are what people compare by; the exact moment is in report.json.
    private static String time(String exact) {
        return Instant.parse(exact).truncatedTo(ChronoUnit.MILLIS).toString();
    }

    private static String since(Optional<Instant> from, Instant to) {
        return from.map(begin -> {
                    Duration span = Duration.between(begin, to);
                    return String.format(
                            Locale.ROOT,
                            " (%d min %d.%03d s)",
                            span.toMinutes(),
                            span.toSecondsPart(),
                            span.toMillisPart());
                })
                .orElse("");
    }

    private void rows() {
        JsonObject prove = model.post("prove");
        if (!prove.has("after")) {
            return;
        }
        RowCounts before = RowsJson.read(Json.object(prove, "before"));
        RowCounts after = RowsJson.read(Json.object(prove, "after"));
        TreeSet<String> tables = new TreeSet<>(before.tables().keySet());
        tables.addAll(after.tables().keySet());
        line("## Rows");
        line("");
        line("| table | could still be read | restored |");
        line("|---|---:|---:|");
        for (String table : tables) {
            line("| " + harmless(table) + " | " + rows(before.of(table)) + " | " + rows(after.of(table)) + " |");
        }
        line("");
    }

    private static String rows(Optional<TableRows> table) {
        return table.map(found -> switch (found) {
                    case TableRows.Counted counted -> Long.toString(counted.rows());
                    case TableRows.Partial partial -> partial.readable() + ", then unreadable";
                })
                .orElse("no such table");
    }

    private void lost() {
        JsonObject prove = model.post("prove");
        if (!prove.has("walSentence")) {
            return;
        }
        line("## Lost");
        line("");
        line("- " + Json.text(prove, "walSentence"));
        List<String> fewer = Json.texts(prove, "fewer");
        fewer.forEach(sentence -> line("- " + harmless(sentence)));
        if (fewer.isEmpty()) {
            line("- no table has fewer rows than could still be read before");
        }
        line("");
    }

    private void files() {
        JsonObject save = model.post("save");
        if (!save.has("files")) {
            return;
        }
        line("## Files");
        line("");
        line("| file | bytes | sha256 |");
        line("|---|---:|---|");
        Json.list(save, "files", file -> file)
                .forEach(file -> line("| saved " + Json.text(file, "name") + " | " + Json.number(file, "bytes") + " | `"
                        + Json.text(file, "sha256") + "` |"));
        JsonObject place = model.post("place");
        if (place.has("kept")) {
            Json.object(place, "kept")
                    .entrySet()
                    .forEach(file -> line("| kept " + file.getKey() + " | | `"
                            + file.getValue().getAsString() + "` |"));
            line("| put in place | " + Json.number(model.post("restore"), "bytes") + " | `" + Json.text(place, "sha256")
                    + "` |");
        }
        line("");
        line("- saved copies: `" + Json.text(save, "directory") + "`");
        Json.maybe(place, "quarantine")
                .filter(_ -> model.isDone("place"))
                .ifPresent(directory -> line("- the old set itself: `" + directory + "`; `lifeboat run undo "
                        + plan.run() + "` puts it back"));
        line("- both are kept until a person removes them");
        line("");
    }

    private void steps() {
        line("## Steps");
        line("");
        for (StepRecord step : model.steps().values()) {
            String attempts = step.attempt() > 1 ? ", attempt " + step.attempt() : "";
            String status = step.status().name().toLowerCase(Locale.ROOT);
            line("- " + model.script().lineOf(step.step()) + " " + step.step() + ": " + status + attempts
                    + (step.summary().isEmpty() ? "" : ", " + harmless(step.summary())));
        }
        line("");
    }

    private void evidence() {
        line("## Evidence");
        line("");
        for (Evidence found : model.evidence()) {
            String mark = found.kind() == Evidence.Kind.FACT ? "" : found.kind().name() + " ";
            line("- " + found.at() + " " + found.line() + " " + mark + harmless(found.text()));
        }
    }

    /// One line: no control, bidirectional or line separating character, and nothing that Markdown takes for
    /// markup of a table (SE-11).
    static String harmless(String text) {
        StringBuilder safe = new StringBuilder();
        text.strip().replaceAll("[ \\t]*\\R\\s*", "; ").codePoints().forEach(c -> {
            int type = Character.getType(c);
            boolean hidden = type == Character.CONTROL
                    || type == Character.FORMAT
                    || type == Character.LINE_SEPARATOR
                    || type == Character.PARAGRAPH_SEPARATOR
                    || type == Character.SURROGATE;
            if (hidden) {
                safe.append(String.format(Locale.ROOT, "\\u%04x", c));
            } else if (c == '|' || c == '<') {
                safe.append('\\').append((char) c);
            } else {
                safe.appendCodePoint(c);
            }
        });
        return safe.toString();
    }

    private void line(String line) {
        text.append(line).append('\n');
    }
}
