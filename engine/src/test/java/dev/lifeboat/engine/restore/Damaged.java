package dev.lifeboat.engine.restore;

import dev.lifeboat.engine.Problem;
import dev.lifeboat.engine.backup.Backup;
import dev.lifeboat.engine.backup.History;
import dev.lifeboat.engine.backup.Nearest;
import dev.lifeboat.engine.backup.PlanOutcome;
import dev.lifeboat.engine.backup.RestorePlan;
import dev.lifeboat.engine.backup.RestorePlanner;
import dev.lifeboat.engine.backup.RestoreTarget;
import dev.lifeboat.engine.event.EventSink;
import dev.lifeboat.engine.fileset.Hashes;
import dev.lifeboat.engine.store.MemoryStore;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/// An archive that gets damaged, and the judge of what a restore makes of it: the content of the undamaged one, or a
/// refusal that names the damaged object; never anything else (S3, S4, S11).
final class Damaged {
    private final String name;
    private final MemoryStore store;
    private final Backup backup;
    private final Path output;
    private final String whole;
    private final History listed;
    private final List<String> wrong = new ArrayList<>();
    private int identical;
    private int refused;
    private int withoutOffer;

    Damaged(String name, MemoryStore store, Function<MemoryStore, Backup> format, Path directory) throws IOException {
        this.name = name;
        this.store = store;
        this.backup = format.apply(store);
        this.output = Files.createDirectories(directory.resolve(name)).resolve("app.db");
        this.listed = backup.history();
        this.whole = hash(restore(listed));
    }

    MemoryStore store() {
        return store;
    }

    /// Tries what was just done to `key`, listing anew or with the listing of before.
    /// `named` is what a refusal has to name: the key, or what it begins with.
    void judge(String key, String named, String how, boolean listsAnew) {
        String what = name + " " + key + " " + how;
        try {
            RestoreOutcome outcome = restore(listsAnew ? backup.history() : listed);
            switch (outcome) {
                case RestoreOutcome.Restored restored -> {
                    identical++;
                    expect(hash(restored).equals(whole), what + ": the content is another");
                }
                case RestoreOutcome.Refused(Problem problem, Nearest nearest) -> {
                    refused++;
                    withoutOffer +=
                            nearest.before().isEmpty() && nearest.after().isEmpty() ? 1 : 0;
                    expect(isNamed(problem, named), what + ": not named in " + problem);
                    expect(Files.notExists(output), what + ": a file was left");
                }
            }
            expect(beside().isEmpty(), what + ": left " + beside());
        } catch (IOException | RuntimeException e) {
            wrong.add(what + ": " + e);
        }
    }

    private static boolean isNamed(Problem problem, String key) {
        return problem.objects().stream().anyMatch(each -> each.contains(key))
                || problem.message().contains(key)
                || problem.details().stream().anyMatch(line -> line.contains(key));
    }

    private RestoreOutcome restore(History history) throws IOException {
        Restorer restorer = new Restorer(backup);
        return switch (RestorePlanner.plan(backup.learn(history, RestoreTarget.latest()), RestoreTarget.latest())) {
            case PlanOutcome.Planned(RestorePlan plan) ->
                restorer.restore(plan, output, RestoreOptions.standard(), EventSink.ignoring());
            case PlanOutcome.NoPath(Problem problem, Nearest nearest) ->
                new RestoreOutcome.Refused(
                        problem, restorer.confirm(history, nearest, output, RestoreOptions.standard()));
        };
    }

    private String hash(RestoreOutcome outcome) throws IOException {
        if (!(outcome instanceof RestoreOutcome.Restored)) {
            throw new IOException("the undamaged archive is refused: " + outcome);
        }
        String hash = Hashes.sha256(output);
        Files.delete(output);
        return hash;
    }

    private List<String> beside() {
        return List.of(Optional.ofNullable(output.getParent().toFile().list()).orElse(new String[0]));
    }

    private void expect(boolean holds, String otherwise) {
        if (!holds) {
            wrong.add(otherwise);
        }
    }

    List<String> wrong() {
        return wrong;
    }

    int refused() {
        return refused;
    }

    String line() {
        return name + ": " + identical + " identical, " + refused + " refused (" + withoutOffer
                + " without another point), " + wrong.size() + " wrong";
    }
}
