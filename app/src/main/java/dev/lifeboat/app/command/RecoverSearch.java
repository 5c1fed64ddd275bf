package dev.lifeboat.app.command;

import dev.lifeboat.app.command.Subjects.Subject;
import dev.lifeboat.app.config.ReplicaSettings;
import dev.lifeboat.app.output.Console;
import dev.lifeboat.app.output.Recovered;
import dev.lifeboat.app.output.Recovered.Outcome;
import dev.lifeboat.engine.Problem;
import dev.lifeboat.engine.ProblemCode;
import dev.lifeboat.engine.ProblemException;
import dev.lifeboat.engine.diagnose.Asked;
import dev.lifeboat.engine.discover.Found;
import dev.lifeboat.engine.discover.Found.LeftOut;
import dev.lifeboat.engine.discover.FoundRoot;
import dev.lifeboat.engine.discover.OutputNames;
import dev.lifeboat.engine.discover.Places;
import dev.lifeboat.engine.discover.RootScan;
import dev.lifeboat.engine.store.ObjectStore;
import dev.lifeboat.engine.store.StoreUrl;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Finds the databases below the place of a recovery in one listing, and names them. A place without one is a problem.
record RecoverSearch(Around around, Console console, Again again, RecoverFlow.Request request) {
    private static final int SAID_EVERY = 100_000;
    private static final int SHOWN_LEFT_OUT = 10;

    /// `leftOut` are backups that cannot be restored from here, each with its reason.
    record Result(Found found, List<Recovered> databases, List<LeftOut> leftOut) {}

    Result run() {
        ReplicaSettings place = ReplicaSettings.ofUrl(request.url());
        Found found = listed(place);
        Result result = named(found);
        say(result.leftOut());
        if (result.databases().isEmpty()) {
            throw new ProblemException(diagnoses(place)
                    .ofNothing(place, Asked.ANYTHING)
                    .orElseGet(() -> Problem.of(ProblemCode.NO_BACKUP, "no backup lies below " + request.url())));
        }
        return result;
    }

    private Diagnoses diagnoses(ReplicaSettings place) {
        return new Diagnoses(around, new Subject(request.url(), Optional.empty(), List.of(place)), again);
    }

    private Found listed(ReplicaSettings place) {
        RootScan scan = new RootScan();
        long[] seen = {0};
        try (ObjectStore store = around.parts().store(place)) {
            ObjectStore.Visitor visitor = object -> {
                scan.object(object);
                if (++seen[0] % SAID_EVERY == 0) {
                    console.note("looking: " + seen[0] + " objects so far");
                }
            };
            store.list("", visitor);
            if (!new Places(StoreUrl.parse(request.url())).isTop()) {
                // At the top of a bucket they were among the others.
                store.list("/", visitor);
            }
            return scan.found();
        } catch (IOException e) {
            throw diagnoses(place).exception(place, Asked.ANYTHING, e);
        }
    }

    private Result named(Found found) {
        Places places = new Places(StoreUrl.parse(request.url()));
        List<LeftOut> leftOut = new ArrayList<>(found.leftOut());
        Map<FoundRoot, String> urls = new LinkedHashMap<>();
        for (FoundRoot root : found.roots()) {
            places.urlOf(root.root())
                    .ifPresentOrElse(
                            text -> urls.put(root, text),
                            () -> leftOut.add(new LeftOut(root.root(), "no URL leads to its prefix", root.objects())));
        }
        Map<String, String> names =
                OutputNames.of(urls.keySet().stream().map(FoundRoot::root).toList(), places.name());
        List<Recovered> databases = urls.keySet().stream()
                .map(root -> new Recovered(
                        root,
                        urls.getOrDefault(root, ""),
                        request.into().resolve(names.getOrDefault(root.root(), "")),
                        new Outcome.Listed()))
                .toList();
        return new Result(found, databases, leftOut);
    }

    private void say(List<LeftOut> leftOut) {
        for (LeftOut each : leftOut.subList(0, Math.min(SHOWN_LEFT_OUT, leftOut.size()))) {
            console.problems().warning("a backup is left out, " + each.reason() + ": " + each.root());
        }
        if (leftOut.size() > SHOWN_LEFT_OUT) {
            console.problems().warning("and " + (leftOut.size() - SHOWN_LEFT_OUT) + " backups more are left out");
        }
    }
}
