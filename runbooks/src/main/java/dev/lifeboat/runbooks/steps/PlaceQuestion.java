package dev.lifeboat.runbooks.steps;

import com.google.gson.JsonObject;
import dev.lifeboat.engine.proof.RowCounts;
import dev.lifeboat.engine.proof.TableRows;
import dev.lifeboat.runbooks.Fact;
import dev.lifeboat.runbooks.Question;
import dev.lifeboat.runbooks.json.Json;
import dev.lifeboat.runbooks.run.QuestionDraft;
import dev.lifeboat.runbooks.run.RunModel;
import dev.lifeboat.runbooks.run.StepId;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// The level 3 question of `place`: before, after, what is lost, the exact file operations, the down time and the
/// way back (tui.md 5.1).
final class PlaceQuestion {
    private static final int MAX_LOST_TABLES = 3;

    private PlaceQuestion() {}

    /// Shown in the plan, in the question, and as they are done.
    static List<String> operations(RunPlaces places) {
        return List.of(
                "keep " + places.name() + ", -wal and -shm in " + relative(places.live()) + ", a guard in their place",
                "rename the copy over the guard",
                "owner and mode as before, fsync directory");
    }

    private static String relative(Path directory) {
        Path parent = directory.getParent();
        return (parent == null ? directory : parent.getFileName().resolve(directory.getFileName())) + "/";
    }

    static QuestionDraft of(StepContext context) throws IOException {
        RunModel model = context.model();
        List<Fact> lines = new ArrayList<>();
        before(context, lines);
        after(model, lines);
        lost(context, lines);
        List<String> operations = operations(context.places());
        for (int i = 0; i < operations.size(); i++) {
            lines.add(new Fact(Integer.toString(i + 1), operations.get(i)));
        }
        model.step(new StepId("stop"))
                .startedAt()
                .ifPresent(since -> lines.add(new Fact("down", "since " + time(since))));
        lines.add(new Fact("undo", "one step, swaps the two sets back"));
        return new QuestionDraft(
                Question.Kind.PLACE,
                3,
                "This step changes the live database.",
                lines,
                Optional.of(context.database().name()),
                List.of(
                        new Question.Choice("stay", "Stay here", true),
                        new Question.Choice(PlaceStep.PLACE, "Put in place", false)));
    }

    private static void before(StepContext context, List<Fact> lines) throws IOException {
        Path live = context.places().database();
        String size = Files.isRegularFile(live) ? Amounts.bytes(Files.size(live)) : "";
        boolean damaged =
                !Json.maybe(context.model().post("look"), "verdict").orElse("").equals("GREEN");
        lines.add(new Fact(
                "before", context.places().name() + "  " + size + "  " + (damaged ? "DAMAGED" : "no damage found")));
        worstTable(RowsJson.read(Json.object(context.model().post("prove"), "before")))
                .ifPresent(text -> lines.add(new Fact("", text)));
    }

    private static Optional<String> worstTable(RowCounts rows) {
        return rows.tables().values().stream()
                .filter(TableRows.Partial.class::isInstance)
                .findFirst()
                .map(table -> table.table() + " " + Amounts.count(TableChanges.rows(table)) + " rows, then unreadable");
    }

    private static void after(RunModel model, List<Fact> lines) {
        JsonObject restore = model.post("restore");
        JsonObject prove = model.post("prove");
        String verdict = Json.text(prove, "verdict");
        lines.add(new Fact(
                "after",
                "copy of " + Amounts.time(Instant.parse(Json.text(restore, "time"))) + "  "
                        + Amounts.bytes(Json.number(restore, "bytes"))
                        + (verdict.equals("GREEN") ? "  proven" : "  proof " + verdict)));
        RowCounts rows = RowsJson.read(Json.object(prove, "after"));
        lines.add(new Fact(
                "", Amounts.count(rows.readable()) + " rows in " + rows.tables().size() + " tables"));
    }

    private static void lost(StepContext context, List<Fact> lines) {
        JsonObject prove = context.model().post("prove");
        Instant chosen = Instant.parse(Json.text(context.model().post("restore"), "time"));
        context.model().step(new StepId("stop")).startedAt().ifPresent(down -> {
            if (chosen.isBefore(down)) {
                lines.add(new Fact("lost", "writes " + time(chosen) + ".." + time(down) + ", " + span(chosen, down)));
            } else {
                lines.add(new Fact("lost", "nothing that was stored before the stop"));
            }
        });
        lines.add(new Fact("", Json.text(prove, "walSentence")));
        List<String> fewer = Json.texts(prove, "fewer");
        fewer.stream().limit(MAX_LOST_TABLES).forEach(text -> lines.add(new Fact("", text)));
        if (fewer.size() > MAX_LOST_TABLES) {
            lines.add(new Fact("", (fewer.size() - MAX_LOST_TABLES) + " more tables in the report"));
        }
        lines.add(new Fact("", "kept in the saved set"));
    }

    private static String time(Instant at) {
        return String.format(Locale.ROOT, "%tT", at.atZone(java.time.ZoneOffset.UTC)) + "Z";
    }

    private static String span(Instant from, Instant to) {
        Duration span = Duration.between(from, to);
        return span.toMinutes() == 0 ? span.toSeconds() + "s" : span.toMinutes() + "m" + span.toSecondsPart() + "s";
    }
}
