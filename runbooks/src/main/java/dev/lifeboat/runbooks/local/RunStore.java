package dev.lifeboat.runbooks.local;

import dev.lifeboat.engine.Problem;
import dev.lifeboat.engine.ProblemCode;
import dev.lifeboat.engine.ProblemException;
import dev.lifeboat.runbooks.RunId;
import dev.lifeboat.runbooks.RunPlan;
import dev.lifeboat.runbooks.journal.Hash;
import dev.lifeboat.runbooks.journal.Journal;
import dev.lifeboat.runbooks.journal.JournalFile;
import dev.lifeboat.runbooks.plan.FrozenPlan;
import dev.lifeboat.runbooks.run.Entry;
import dev.lifeboat.runbooks.worker.RunFolder;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Clock;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.random.RandomGenerator;

/// The directories of all runs of this host.
final class RunStore {
    private static final FileAttribute<Set<PosixFilePermission>> PRIVATE_DIRECTORY =
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------"));

    private final Path runs;
    private final Clock clock;

    RunStore(Path runs, Clock clock) {
        this.runs = runs;
        this.clock = clock;
    }

    RunFolder folder(RunId run) {
        RunFolder folder = new RunFolder(runs.resolve(run.text()));
        if (!Files.isRegularFile(folder.directory().resolve(FrozenPlan.NAME))) {
            throw new ProblemException(Problem.of(ProblemCode.USAGE, "no run " + run + " in " + runs)
                    .withNext("lifeboat run list"));
        }
        return folder;
    }

    List<RunFolder> all() throws IOException {
        List<RunFolder> found = new ArrayList<>();
        if (!Files.isDirectory(runs)) {
            return found;
        }
        try (DirectoryStream<Path> directories = Files.newDirectoryStream(runs)) {
            for (Path directory : directories) {
                boolean named = RunId.isValid(String.valueOf(directory.getFileName()));
                if (named && Files.isRegularFile(directory.resolve(FrozenPlan.NAME))) {
                    found.add(new RunFolder(directory));
                }
            }
        }
        return found;
    }

    RunId freeId(RandomGenerator random) {
        RunId id = RunId.random(random);
        while (Files.exists(runs.resolve(id.text()))) {
            id = RunId.random(random);
        }
        return id;
    }

    /// The unfinished run that holds `database`.
    Optional<RunId> holder(Path database) throws IOException {
        for (RunFolder folder : all()) {
            FrozenPlan frozen = folder.plan();
            boolean same = frozen.plan().request().database().path().equals(database);
            if (same && !folder.model(frozen).state().isEnded()) {
                return Optional.of(frozen.plan().run());
            }
        }
        return Optional.empty();
    }

    /// Freezes `plan`: directory, `plan.json`, first record, each on stable storage. Two at once are told apart by a
    /// lock, so that a database never has two runs.
    synchronized RunFolder create(RunPlan plan) throws IOException {
        Files.createDirectories(runs, PRIVATE_DIRECTORY);
        try (FileChannel channel =
                        FileChannel.open(runs.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
                FileLock _ = channel.lock()) {
            Path database = plan.request().database().path();
            Optional<RunId> holder = holder(database);
            if (holder.isPresent()) {
                throw held(database, holder.get());
            }
            return freeze(plan);
        }
    }

    private RunFolder freeze(RunPlan plan) throws IOException {
        RunFolder folder =
                new RunFolder(Files.createDirectory(runs.resolve(plan.run().text()), PRIVATE_DIRECTORY));
        byte[] text = FrozenPlan.text(plan).getBytes(StandardCharsets.UTF_8);
        // The name appears last: a directory without a whole plan is no run.
        Path next = folder.directory().resolve(FrozenPlan.NAME + ".next");
        Files.write(next, text);
        sync(next);
        String hash = Hash.of(text);
        try (Journal journal = Journal.open(folder.journal(), hash, new JournalFile(List.of(), 0, hash))) {
            journal.append(new Entry.Planned(
                    clock.instant().truncatedTo(ChronoUnit.MILLIS),
                    plan.request().actor()));
        }
        Files.move(next, folder.directory().resolve(FrozenPlan.NAME));
        sync(folder.directory());
        sync(runs);
        return folder;
    }

    private static void sync(Path path) throws IOException {
        try (FileChannel channel = FileChannel.open(path, StandardOpenOption.READ)) {
            channel.force(true);
        }
    }

    private static ProblemException held(Path database, RunId holder) {
        return new ProblemException(
                Problem.of(ProblemCode.HELD_BY_ANOTHER, "run " + holder + " works on " + database + " and is not over")
                        .withSafe("nothing was started")
                        .withNext("lifeboat run show " + holder));
    }
}
