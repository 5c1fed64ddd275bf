package dev.lifeboat.app.command;

import dev.lifeboat.app.output.EarlierRestore;
import dev.lifeboat.app.output.Recovered;
import dev.lifeboat.app.output.Recovered.Outcome;
import dev.lifeboat.engine.Problem;
import dev.lifeboat.engine.ProblemCode;
import dev.lifeboat.engine.backup.Nearest;
import dev.lifeboat.engine.fileset.Hashes;
import dev.lifeboat.engine.restore.Leftovers;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Judges files that stand where a recovery would put its own: one that an earlier recovery put there from the same
/// backup, for the same moment, and that still has the content it noted, is as good as restored. Anything else is left
/// alone and refused. `earlier` is what is noted of each name.
record RecoverInPlace(RecoverFlow.Request request, Map<String, EarlierRestore> earlier) {
    boolean isTaken(Recovered database) {
        return exists(database.output());
    }

    Outcome judge(Recovered database) {
        Optional<EarlierRestore> noted = Optional.ofNullable(earlier.get(database.name()))
                .filter(each -> each.url().equals(database.url()));
        if (noted.isEmpty()) {
            return occupied(database, "it is not from an earlier recovery of this backup");
        }
        EarlierRestore known = noted.get();
        if (!known.asked().equals(request.at())) {
            String asked = known.asked().map(time -> "with --at " + time).orElse("without --at");
            return occupied(database, "an earlier recovery put it there, " + asked);
        }
        try {
            if (!isAsItWasLeft(database.output(), known)) {
                return occupied(database, "an earlier recovery put it there, and it was changed since");
            }
            if (!request.dryRun()) {
                Leftovers.removeBeside(database.output());
            }
            return new Outcome.InPlace(known);
        } catch (IOException e) {
            return new Outcome.Refused(Failures.problem(e), Nearest.NONE);
        }
    }

    /// SQLite has nothing of it open in this process: whoever restored it has ended.
    private static boolean isAsItWasLeft(Path file, EarlierRestore known) throws IOException {
        Path log = file.resolveSibling(file.getFileName() + "-wal");
        return Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)
                && Files.size(file) == known.bytes()
                && (!exists(log) || Files.size(log) == 0)
                && !exists(file.resolveSibling(file.getFileName() + "-journal"))
                && Hashes.sha256(file).equals(known.sha256());
    }

    private static boolean exists(Path file) {
        return Files.exists(file, LinkOption.NOFOLLOW_LINKS);
    }

    private Outcome occupied(Recovered database, String why) {
        String name = database.name();
        int dot = name.lastIndexOf('.');
        Path free = database.output().resolveSibling(name.substring(0, dot) + "-restored" + name.substring(dot));
        List<String> words = new ArrayList<>(List.of("restore", "-o", free.toString()));
        request.at().ifPresent(time -> words.addAll(List.of("-timestamp", time.toString())));
        words.add(database.url());
        Problem problem = Problem.of(
                ProblemCode.OUTPUT_EXISTS, "cannot restore, output path already exists: " + database.output());
        return new Outcome.Refused(
                problem.withDetail(why).withSafe("it was left as it is").withNext(Again.command(words)), Nearest.NONE);
    }
}
