package dev.lifeboat.runbooks.steps;

import com.google.gson.JsonObject;
import dev.lifeboat.engine.Problem;
import dev.lifeboat.engine.ProblemCode;
import dev.lifeboat.engine.ProblemException;
import dev.lifeboat.engine.event.EngineEvent;
import dev.lifeboat.engine.fileset.FileSet;
import dev.lifeboat.engine.fileset.Hashes;
import dev.lifeboat.engine.fileset.SpaceCheck;
import dev.lifeboat.runbooks.Fact;
import dev.lifeboat.runbooks.RunPlan;
import dev.lifeboat.runbooks.json.Json;
import dev.lifeboat.runbooks.run.Outcome;
import dev.lifeboat.runbooks.run.Preparation;
import dev.lifeboat.runbooks.run.RunModel;
import dev.lifeboat.runbooks.run.Standing;
import dev.lifeboat.runbooks.run.StepId;
import dev.lifeboat.runbooks.run.UndoOutcome;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;

/// `save`: a verified copy of the file set, beside it. Only after `quiet`: this process opens and closes the live
/// files here, and has no SQLite open on them (LK).
///
/// The copy is a second safety: the live set itself is kept by the swap. It is what is looked into when the rows
/// that can still be read are counted.
final class SaveStep implements Step {
    @Override
    public StepPlan plan(PlanContext context) throws IOException {
        FileSet set = new FileSet(context.places().database());
        long bytes = 0;
        List<String> operations = new ArrayList<>();
        for (Path file : set.present()) {
            bytes += Files.size(file);
            operations.add("copy " + file + " to " + context.places().saved() + ", fsync, compare sha256");
        }
        // The saved copy, a copy to look into, and the restored one, which may be somewhat larger.
        SpaceCheck.Demand space = new SpaceCheck()
                .check(List.of(
                        new SpaceCheck.Need(set.directory(), bytes, "saved set"),
                        new SpaceCheck.Need(set.directory(), bytes, "scratch"),
                        new SpaceCheck.Need(set.directory(), bytes + bytes / 4, "restored copy")))
                .getFirst();
        String text = Amounts.bytes(space.neededBytes()) + " of " + Amounts.bytes(space.freeBytes());
        return StepPlan.of(
                        Amounts.bytes(bytes) + ", same disk",
                        StepPlan.Changes.OWN_FILES,
                        Amounts.passes(bytes, 3),
                        operations)
                .needing(new RunPlan.Need("space", space.fits(), text));
    }

    @Override
    public Preparation prepare(StepContext context) {
        return new Preparation.Ready(new JsonObject());
    }

    @Override
    public Outcome act(StepContext context) throws IOException {
        FileSet set = new FileSet(context.places().database());
        if (!Files.exists(set.database())) {
            return new Outcome.Failed(Problem.of(ProblemCode.UNSAFE, "the database is gone: " + set.database()), false);
        }
        PrivateFiles.createDirectory(context.places().directory());
        Path saved = context.places().saved();
        PrivateFiles.deleteTree(saved);
        PrivateFiles.createDirectory(saved);
        List<Hashes.Entry> entries = new ArrayList<>();
        long total = total(set.present());
        long done = 0;
        for (Path file : set.present()) {
            context.progress().operation("copy " + file + " to " + saved);
            entries.add(save(file, saved));
            done += Files.size(file);
            context.progress().bar("save", done, total, EngineEvent.Unit.BYTES);
        }
        PrivateFiles.sync(saved);
        requireUnchanged(set, entries);
        entries.forEach(entry -> context.notes()
                .fact("sha256 " + entry.name() + " " + Amounts.shortHash(entry.sha256()) + " "
                        + Amounts.bytes(entry.bytes())));
        context.notes().fact("saved " + entries.size() + " files, " + Amounts.bytes(total) + ", sha256 ok");
        JsonObject post = new JsonObject();
        post.addProperty("directory", saved.toString());
        post.add("files", Json.array(entries, SaveStep::write));
        return new Outcome.Done(post, "saved " + entries.size() + " files, " + Amounts.bytes(total));
    }

    private static Hashes.Entry save(Path file, Path saved) throws IOException {
        Path copy = saved.resolve(file.getFileName());
        Files.copy(file, copy);
        PrivateFiles.sync(copy);
        Hashes.Entry entry = Hashes.entry(file);
        if (!Hashes.sha256(copy).equals(entry.sha256())) {
            throw new ProblemException(Problem.of(
                    ProblemCode.FAILED, "the copy of " + file.getFileName() + " is not what was read a moment ago"));
        }
        return entry;
    }

    /// Nobody had it open before; nobody changed it meanwhile.
    private static void requireUnchanged(FileSet set, List<Hashes.Entry> entries) throws IOException {
        if (!Hashes.of(set).equals(entries)) {
            throw new ProblemException(
                    Problem.of(ProblemCode.UNSAFE, "the live files changed while they were saved: somebody writes")
                            .withSafe("live files untouched")
                            .withNext("find the writer, then try again"));
        }
    }

    private static long total(List<Path> files) throws IOException {
        long total = 0;
        for (Path file : files) {
            total += Files.size(file);
        }
        return total;
    }

    private static JsonObject write(Hashes.Entry entry) {
        JsonObject json = new JsonObject();
        json.addProperty("name", entry.name());
        json.addProperty("bytes", entry.bytes());
        json.addProperty("sha256", entry.sha256());
        return json;
    }

    /// What was saved, by file name.
    static Map<String, String> hashes(RunModel model) {
        return recorded(model, file -> Json.text(file, "sha256"));
    }

    /// What `files` hold now, by file name.
    static Map<String, String> hashes(List<Path> files) throws IOException {
        Map<String, String> hashes = new TreeMap<>();
        for (Path file : files) {
            hashes.put(String.valueOf(file.getFileName()), Hashes.sha256(file));
        }
        return hashes;
    }

    @Override
    public List<Fact> found(RunPlan plan, RunModel model) throws IOException {
        if (!model.step(new StepId("save")).touched()) {
            return List.of();
        }
        RunPlaces places = RunPlaces.of(plan.request().database().path(), plan.run());
        Map<String, Long> sizes = sizes(new FileSet(places.saved().resolve(places.name())).present());
        boolean whole = model.isDone("save") && sizes.equals(sizes(model));
        return List.of(new Fact(
                "saved set",
                sizes.size() + " files, "
                        + Amounts.bytes(sizes.values().stream()
                                .mapToLong(Long::longValue)
                                .sum())
                        + (whole ? ", sizes as recorded" : ", not complete: will be saved again")));
    }

    /// Sizes by file name, as they were recorded.
    static Map<String, Long> sizes(RunModel model) {
        return recorded(model, file -> Json.number(file, "bytes"));
    }

    private static <V> Map<String, V> recorded(RunModel model, Function<JsonObject, V> value) {
        Map<String, V> files = new TreeMap<>();
        JsonObject post = model.post("save");
        if (post.has("files")) {
            Json.list(post, "files", json -> json)
                    .forEach(file -> files.put(Json.text(file, "name"), value.apply(file)));
        }
        return files;
    }

    static Map<String, Long> sizes(List<Path> files) throws IOException {
        Map<String, Long> sizes = new TreeMap<>();
        for (Path file : files) {
            sizes.put(String.valueOf(file.getFileName()), Files.size(file));
        }
        return sizes;
    }

    @Override
    public Standing observe(StepContext context) throws IOException {
        RunModel model = context.model();
        boolean done = model.isDone("save");
        if (done && !Standings.overtakenBy(model, "place")) {
            FileSet live = new FileSet(context.places().database());
            FileSet saved = new FileSet(context.places().saved().resolve(live.name()));
            if (!hashes(saved.present()).equals(hashes(model))) {
                return new Standing.NotDone("the saved files are not what was saved");
            }
            if (!hashes(live.present()).equals(hashes(model))) {
                return new Standing.NotDone("the live files changed after they were saved");
            }
        }
        return Standings.repeatable(model, "save");
    }

    @Override
    public UndoOutcome undo(StepContext context) {
        return new UndoOutcome.Undone(
                "nothing to undo; the saved files stay in " + context.places().saved());
    }

    @Override
    public String safeNow(RunPlan plan, RunModel model) {
        return "live files untouched.";
    }

    @Override
    public String undoText(RunPlan plan, RunModel model) {
        return "nothing to undo";
    }
}
