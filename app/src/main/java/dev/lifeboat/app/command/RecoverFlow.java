package dev.lifeboat.app.command;

import dev.lifeboat.app.config.RecoveredConfiguration;
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
import dev.lifeboat.engine.discover.Found.LeftOut;
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
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/// Finds the databases below a place in one listing, restores those that are wanted one after the other, and writes a
/// configuration for them. What fails of one does not stop the others; the exit status is the worst.
record RecoverFlow(Around around, Console console, Again again, Request request) {
    record Request(
            String url,
            Path into,
            Optional<Instant> at,
            List<String> only,
            boolean dryRun,
            boolean yes,
            boolean json) {}

    /// With `--json` there is one object on standard output whatever comes of it.
    int run() throws IOException {
        try {
            return recover();
        } catch (IOException | RuntimeException e) {
            if (request.json()) {
                Json.print(console.out(), report().failed(Failures.problem(e), request.into()));
            }
            throw e;
        }
    }

    private int recover() throws IOException {
        Path configuration = request.into().resolve(RecoveredConfiguration.FILE_NAME);
        if (!request.dryRun()) {
            refuseWhatExists(configuration);
        }
        RecoverSearch.Result found = new RecoverSearch(around, console, again, request).run();
        report().found(found.found(), found.databases(), request.json());
        List<Recovered> wanted = wanted(found.databases());
        RecoveryRecord written = RecoveryRecord.in(request.into());
        RecoverInPlace inPlace = new RecoverInPlace(request, written.read());
        if (!request.dryRun()) {
            confirm(wanted);
            createDirectory();
        }
        List<Recovered> done = new ArrayList<>();
        RecoverOne one = new RecoverOne(around, console, request, written, inPlace);
        for (Recovered each : wanted) {
            done.add(each.with(request.dryRun() ? one.plan(each) : one.restore(each)));
        }
        return finish(done, found.leftOut(), configuration);
    }

    private RecoverReport report() {
        var host = around.parts().surroundings();
        return new RecoverReport(console, request.url(), host.outIsTerminal());
    }

    private int finish(List<Recovered> done, List<LeftOut> leftOut, Path place) {
        Instant instant = request.at().orElseGet(() -> newest(done));
        boolean any = !request.dryRun() && done.stream().anyMatch(Recovered::isThere);
        RecoveredConfiguration configuration = configuration(done);
        Optional<Problem> problem = any ? write(configuration, place) : Optional.empty();
        Optional<Path> written = Optional.of(place).filter(_ -> any && problem.isEmpty());
        if (request.json()) {
            Json.print(console.out(), report().json(done, leftOut, instant, request.into(), written, problem));
        } else {
            report().done(done, instant);
        }
        problem.ifPresent(console.problems()::print);
        written.ifPresent(file -> sayWritten(file, configuration));
        if (request.dryRun()) {
            console.note("dry run: nothing was written");
        }
        int restored = IntStream.concat(
                        done.stream().mapToInt(Recovered::status),
                        problem.stream().mapToInt(each -> each.code().exitStatus()))
                .max()
                .orElse(0);
        return isMissed(leftOut) ? Math.max(restored, ProblemCode.UNSAFE.exitStatus()) : restored;
    }

    /// Whether a backup that was left out is one of those that were asked for.
    private boolean isMissed(List<LeftOut> leftOut) {
        return !leftOut.isEmpty() && request.only().isEmpty();
    }

    /// The databases are there without it, so they are told of in any case.
    private static Optional<Problem> write(RecoveredConfiguration configuration, Path place) {
        try {
            configuration.writeNew(place);
            return Optional.empty();
        } catch (IOException e) {
            Problem problem = Failures.problem(e);
            return Optional.of(Problem.of(problem.code(), "the configuration was not written: " + problem.message())
                    .withSafe("the databases are in place"));
        }
    }

    private void sayWritten(Path file, RecoveredConfiguration configuration) {
        List<Path> lacking = configuration.lacking();
        String lacks = "lacks " + lacking.size() + " of "
                + Amounts.count(configuration.entries().size(), "database");
        if (!lacking.isEmpty()) {
            console.problems().warning("the configuration " + lacks + ":");
            lacking.forEach(path -> console.note("         " + path));
        }
        console.note("configuration: " + file);
        console.note("next:  lifeboat status --config " + ShellWord.quoted(file.toString())
                + (lacking.isEmpty() ? "" : "   # " + lacks));
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
                || name.replaceFirst("/+$", "").equals(each.root().root())
                || each.root().root().startsWith(name.replaceFirst("/*$", "/"));
    }

    private void refuseWhatExists(Path configuration) {
        Path above = request.into();
        while (above.getParent() != null && !exists(above)) {
            above = above.getParent();
        }
        if (!Files.isDirectory(above)) {
            String what = above.equals(request.into()) ? "it" : above.toString();
            throw new ProblemException(Problem.of(
                            ProblemCode.OUTPUT_EXISTS,
                            "cannot recover into " + request.into() + ": " + what + " is not a directory")
                    .withSafe("nothing was written"));
        }
        if (exists(configuration)) {
            Problem problem = Problem.of(
                    ProblemCode.OUTPUT_EXISTS, "cannot recover, configuration already exists: " + configuration);
            Problem told = exists(RecoveryRecord.in(request.into()).file())
                    ? problem.withDetail("with it moved away, what an earlier recovery put in place is recognised")
                    : problem;
            throw new ProblemException(
                    told.withSafe("nothing was written").withNext(again.with("--into", request.into() + "-2")));
        }
    }

    private static boolean exists(Path file) {
        return Files.exists(file, LinkOption.NOFOLLOW_LINKS);
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
