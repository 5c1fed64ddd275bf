package dev.lifeboat.app.output;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonNull;
import com.google.gson.JsonObject;
import dev.lifeboat.engine.Problem;
import dev.lifeboat.engine.backup.Generation;
import dev.lifeboat.engine.backup.History;
import dev.lifeboat.engine.proof.Finding;
import dev.lifeboat.engine.proof.Proof;
import dev.lifeboat.engine.proof.Verdict;
import dev.lifeboat.engine.verify.Audit;
import dev.lifeboat.engine.verify.Broken;
import dev.lifeboat.engine.verify.Level;
import dev.lifeboat.engine.verify.TrialRestore;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Tells what audits found, as text or as JSON, and answers with the exit status: the first problem's.
public final class VerifyReport {
    private static final int TEXT_AT = 12;

    private final Console console;
    private final boolean json;
    private final String next;
    private final JsonArray array = new JsonArray();
    private final List<Problem> problems = new ArrayList<>();

    /// `next` is a complete command, for what says no other.
    public VerifyReport(Console console, boolean json, String next) {
        this.console = console;
        this.json = json;
        this.next = next;
    }

    /// `problem` is why the backup cannot be relied on: the audit's, or what explains that nothing was found.
    public void add(String replica, Audit audit, Optional<Problem> problem) {
        if (json) {
            array.add(object(replica, audit, problem));
        } else {
            text(replica, audit, problem);
        }
        problem.ifPresent(this::tellAtTheEnd);
    }

    /// One that could not be looked into, beside others.
    public void failed(String replica, Level level, Problem problem) {
        if (json) {
            JsonObject object = new JsonObject();
            object.addProperty("replica", replica);
            object.addProperty("level", level.id());
            FailureJson.of(problem).asMap().forEach(object::add);
            array.add(object);
        } else {
            say("replica", replica);
            say("result", "not looked into: " + problem.message());
        }
        tellAtTheEnd(problem);
    }

    private void tellAtTheEnd(Problem problem) {
        Problem safe = problem.safe().isEmpty() ? problem.withSafe("nothing was changed") : problem;
        problems.add(fitting(safe.next().isEmpty() ? safe.withNext(next) : safe));
    }

    private static Problem fitting(Problem problem) {
        Problem fitting = Problem.of(problem.code(), problem.message())
                .withObjects(problem.objects())
                .withSafe(problem.safe())
                .withNext(problem.next());
        for (String detail : problem.details()) {
            for (String line : Wrapped.lines(detail, Wrapped.COLUMNS - ProblemPrinter.INDENT.length())) {
                fitting = fitting.withDetail(line);
            }
        }
        return fitting;
    }

    public int end() {
        if (json) {
            Json.print(console.out(), array);
        }
        problems.forEach(console.problems()::print);
        return problems.isEmpty() ? 0 : problems.getFirst().code().exitStatus();
    }

    private void text(String replica, Audit audit, Optional<Problem> problem) {
        History history = audit.history();
        say("replica", replica + " " + history.location());
        say("level", audit.level().id());
        say("holds", holds(history));
        say(
                "objects",
                audit.census().own() + ", " + Amounts.bytes(audit.census().ownBytes()) + ", read "
                        + Amounts.bytes(audit.readBytes()));
        if (audit.census().foreign() > 0) {
            say("ignored", Amounts.count(Math.toIntExact(audit.census().foreign()), "object") + " of no backup");
        }
        audit.broken().forEach(each -> say(each.missing() ? "missing" : "damaged", each.key() + ": " + each.reason()));
        audit.restore().ifPresent(this::restored);
        say(
                "result",
                problem.map(Problem::message)
                        .orElse("sound, as far as " + audit.level().id() + " looks"));
    }

    private static String holds(History history) {
        int snapshots = history.generations().stream()
                .mapToInt(each -> each.snapshots().size())
                .sum();
        int segments = history.generations().stream()
                .map(Generation::segments)
                .mapToInt(List::size)
                .sum();
        List<String> parts = new ArrayList<>();
        if (!history.generations().isEmpty()) {
            parts.add(Amounts.count(history.generations().size(), "generation") + ", "
                    + Amounts.count(snapshots, "snapshot") + ", " + Amounts.count(segments, "segment"));
        }
        if (!history.ltx().isEmpty()) {
            parts.add(Amounts.count(history.ltx().files().size(), "LTX file"));
        }
        return parts.isEmpty() ? "nothing" : String.join("; ", parts);
    }

    private void restored(TrialRestore restore) {
        switch (restore) {
            case TrialRestore.Refused(Problem problem) -> say("restore", "refused: " + problem.message());
            case TrialRestore.Done done -> {
                say("restore", done.point().id() + ", " + Amounts.bytes(done.bytes()));
                say("sha256", done.sha256());
                Proof proof = done.proof();
                say("proof", proof.verdict().name().toLowerCase(java.util.Locale.ROOT));
                proof.findings().stream()
                        .filter(each -> each.weight() != Verdict.GREEN)
                        .forEach(each -> say("", each.toString()));
                proof.notMade().forEach(each -> say("", each));
            }
        }
    }

    private void say(String label, String text) {
        String before = label;
        for (String line : Wrapped.lines(SafeText.of(text), Wrapped.COLUMNS - TEXT_AT)) {
            console.out().println(before + " ".repeat(Math.max(1, TEXT_AT - before.length())) + line);
            before = "";
        }
        console.out().flush();
    }

    private static JsonObject object(String replica, Audit audit, Optional<Problem> problem) {
        JsonObject object = new JsonObject();
        object.addProperty("replica", replica);
        object.addProperty("location", audit.history().location());
        object.addProperty("level", audit.level().id());
        object.addProperty("outcome", problem.isEmpty() ? "sound" : "broken");
        object.addProperty("objects", audit.census().own());
        object.addProperty("bytes", audit.census().ownBytes());
        object.addProperty("read_bytes", audit.readBytes());
        object.addProperty("ignored", audit.census().foreign());
        object.add("broken", Json.array(audit.broken(), VerifyReport::broken));
        object.add("restore", audit.restore().map(VerifyReport::restore).orElse(JsonNull.INSTANCE));
        object.add("code", Json.text(problem.map(each -> each.code().id())));
        object.add("problem", problem.<JsonElement>map(RestoreReport::problem).orElse(JsonNull.INSTANCE));
        return object;
    }

    private static JsonObject broken(Broken each) {
        JsonObject object = new JsonObject();
        object.addProperty("object", each.key());
        object.addProperty("reason", each.reason());
        object.addProperty("missing", each.missing());
        return object;
    }

    private static JsonElement restore(TrialRestore restore) {
        JsonObject object = new JsonObject();
        Optional<TrialRestore.Done> done =
                restore instanceof TrialRestore.Done some ? Optional.of(some) : Optional.empty();
        object.add("point", Json.text(done.map(each -> each.point().id())));
        object.add("sha256", Json.text(done.map(TrialRestore.Done::sha256)));
        object.add(
                "verdict",
                Json.text(done.map(each -> each.proof().verdict().name().toLowerCase(java.util.Locale.ROOT))));
        object.add(
                "findings",
                Json.array(done.map(each -> each.proof().findings()).orElse(List.of()), VerifyReport::finding));
        object.add(
                "not_made", Json.texts(done.map(each -> each.proof().notMade()).orElse(List.of())));
        object.add(
                "refused",
                Json.text(
                        restore instanceof TrialRestore.Refused(Problem problem)
                                ? Optional.of(problem.message())
                                : Optional.empty()));
        return object;
    }

    private static JsonObject finding(Finding finding) {
        JsonObject object = new JsonObject();
        object.addProperty("weight", finding.weight().name().toLowerCase(java.util.Locale.ROOT));
        object.addProperty("check", finding.check());
        object.addProperty("text", finding.text());
        return object;
    }
}
