package dev.lifeboat.app.command;

import dev.lifeboat.app.command.Subjects.Subject;
import dev.lifeboat.app.config.RecoveredConfiguration;
import dev.lifeboat.app.config.ReplicaSettings;
import dev.lifeboat.app.output.Amounts;
import dev.lifeboat.app.output.Console;
import dev.lifeboat.app.output.Json;
import dev.lifeboat.app.output.RecoverReport;
import dev.lifeboat.app.output.Recovered;
import dev.lifeboat.app.output.Recovered.Outcome;
import dev.lifeboat.engine.Problem;
import dev.lifeboat.engine.ProblemCode;
import dev.lifeboat.engine.ProblemException;
import dev.lifeboat.engine.backup.RestorePoint;
import dev.lifeboat.engine.diagnose.Asked;
import dev.lifeboat.engine.discover.Found;
import dev.lifeboat.engine.discover.FoundRoot;
import dev.lifeboat.engine.discover.OutputNames;
import dev.lifeboat.engine.discover.Places;
import dev.lifeboat.engine.discover.RootScan;
import dev.lifeboat.engine.store.ObjectStore;
import dev.lifeboat.engine.store.StoreUrl;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Finds the databases below a place in one listing, restores those that are wanted one after the other, and writes a
/// configuration for them. What fails of one does not stop the others; the exit status is the worst.
record RecoverFlow(Around around, Console console, Again again, Request request) {
    private static final int SAID_EVERY = 100_000;

    record Request(
            String url,
            Path into,
            Optional<Instant> at,
            List<String> only,
            boolean dryRun,
            boolean yes,
            boolean json) {}

    int run() throws IOException {
        Path configuration = request.into().resolve(RecoveredConfiguration.FILE_NAME);
        if (!request.dryRun()) {
            refuseWhatExists(configuration);
        }
        ReplicaSettings place = ReplicaSettings.ofUrl(request.url());
        Found found = find(place);
        List<Recovered> all = named(found);
        if (all.isEmpty()) {
            throw new ProblemException(diagnoses(place)
                    .ofNothing(place, Asked.ANYTHING)
                    .orElseGet(() -> Problem.of(ProblemCode.NO_BACKUP, "no backup lies below " + request.url())));
        }
        RecoverReport report = new RecoverReport(console, request.url());
        report.found(found, all, request.json());
        List<Recovered> wanted = wanted(all);
        if (!request.dryRun()) {
            confirm(wanted);
            createDirectory();
        }
        List<Recovered> done = new ArrayList<>();
        RecoverOne one = new RecoverOne(around, console, request);
        for (Recovered each : wanted) {
            done.add(each.with(request.dryRun() ? one.plan(each) : one.restore(each)));
        }
        return finish(report, done, configuration);
    }

    private int finish(RecoverReport report, List<Recovered> done, Path configuration) throws IOException {
        Instant instant = request.at().orElseGet(() -> newest(done));
        boolean any = done.stream().anyMatch(each -> each.outcome() instanceof Outcome.Restored);
        if (any) {
            configuration(done).writeNew(configuration);
        }
        Optional<Path> written = Optional.of(configuration).filter(_ -> any);
        if (request.json()) {
            Json.print(console.out(), report.json(done, instant, request.into(), written));
        } else {
            report.done(done, instant);
        }
        written.ifPresent(file -> {
            console.note("configuration: " + file);
            console.note("next:  lifeboat status --config " + ShellWord.quoted(file.toString()));
        });
        if (request.dryRun()) {
            console.note("dry run: nothing was written");
        }
        return done.stream().mapToInt(Recovered::status).max().orElse(0);
    }

    /// Where no moment is asked for, that of the newest of them: how far the others are behind it is to be seen.
    private static Instant newest(List<Recovered> done) {
        return done.stream()
                .flatMap(each -> each.point().stream())
                .map(RestorePoint::time)
                .max(Comparator.naturalOrder())
                .orElseGet(() -> done.stream()
                        .map(each -> each.root().newest())
                        .max(Comparator.naturalOrder())
                        .orElseThrow());
    }

    private RecoveredConfiguration configuration(List<Recovered> done) {
        return new RecoveredConfiguration(
                around.parts().surroundings().clock().instant(),
                request.url(),
                done.stream().map(RecoverFlow::entry).toList(),
                around.parts().surroundings().environment());
    }

    private static RecoveredConfiguration.Entry entry(Recovered each) {
        String missing = each.outcome() instanceof Outcome.Refused refused
                ? refused.problem().message()
                : "";
        return new RecoveredConfiguration.Entry(each.output(), each.url(), missing);
    }

    private Diagnoses diagnoses(ReplicaSettings place) {
        return new Diagnoses(around, new Subject(request.url(), Optional.empty(), List.of(place)), again);
    }

    private Found find(ReplicaSettings place) {
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

    private List<Recovered> named(Found found) {
        Places places = new Places(StoreUrl.parse(request.url()));
        Map<FoundRoot, String> urls = new LinkedHashMap<>();
        for (FoundRoot root : found.roots()) {
            Optional<String> url = places.urlOf(root.root());
            url.ifPresent(text -> urls.put(root, text));
            if (url.isEmpty()) {
                console.problems().warning("a backup is left out, no URL leads to its prefix: " + root.root());
            }
        }
        Map<String, String> names =
                OutputNames.of(urls.keySet().stream().map(FoundRoot::root).toList(), places.name());
        return urls.keySet().stream()
                .map(root -> new Recovered(
                        root,
                        urls.getOrDefault(root, ""),
                        request.into().resolve(names.getOrDefault(root.root(), "")),
                        new Outcome.Listed()))
                .toList();
    }

    private List<Recovered> wanted(List<Recovered> all) {
        if (request.only().isEmpty()) {
            return all;
        }
        for (String name : request.only()) {
            if (all.stream().noneMatch(each -> isNamed(each, name))) {
                List<String> names = all.stream().map(Recovered::name).toList();
                throw new ProblemException(Problem.of(ProblemCode.USAGE, "there is no database " + name + " there")
                        .withDetail("there is " + String.join(", ", names)));
            }
        }
        return all.stream()
                .filter(each -> request.only().stream().anyMatch(name -> isNamed(each, name)))
                .toList();
    }

    private static boolean isNamed(Recovered each, String name) {
        String file = each.name();
        return name.equals(file)
                || name.equals(file.substring(0, file.lastIndexOf('.')))
                || name.equals(each.root().root());
    }

    private void refuseWhatExists(Path configuration) {
        if (Files.exists(configuration, LinkOption.NOFOLLOW_LINKS)) {
            throw new ProblemException(Problem.of(
                            ProblemCode.OUTPUT_EXISTS, "cannot recover, configuration already exists: " + configuration)
                    .withSafe("nothing was written")
                    .withNext(again.on(request.url()) + " --into " + ShellWord.quoted(request.into() + "-2")));
        }
    }

    private void confirm(List<Recovered> wanted) throws IOException {
        var host = around.parts().surroundings();
        if (request.yes() || !host.inIsTerminal() || !host.errIsTerminal()) {
            return;
        }
        console.err()
                .print("restore " + Amounts.count(wanted.size(), "database") + ", "
                        + request.at().map(Instant::toString).orElse("each the newest") + ", into " + request.into()
                        + "? [y/N] ");
        console.err().flush();
        String answer = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8)).readLine();
        if (answer == null || !answer.strip().matches("(?i)y|yes")) {
            throw new ProblemException(
                    Problem.of(ProblemCode.NEEDS_CONFIRMATION, "not confirmed").withSafe("nothing was written"));
        }
    }

    private void createDirectory() throws IOException {
        if (!Files.isDirectory(request.into())) {
            Path parent = request.into().getParent();
            if (parent != null) {
                Files.createDirectories(parent);
            }
            Files.createDirectory(
                    request.into(), PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
        }
    }
}
