package dev.lifeboat.app.command;

import dev.lifeboat.app.command.Subjects.Subject;
import dev.lifeboat.engine.GenerationId;
import dev.lifeboat.engine.Problem;
import dev.lifeboat.engine.ProblemCode;
import dev.lifeboat.engine.ProblemException;
import dev.lifeboat.engine.Txid;
import dev.lifeboat.engine.backup.RestoreTarget;
import dev.lifeboat.engine.restore.Leftovers;
import dev.lifeboat.engine.restore.RestoreOptions;
import dev.lifeboat.engine.restore.RestoreOptions.Check;
import dev.lifeboat.engine.store.fetch.Width;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `lifeboat restore`.
@Command(
        name = "restore",
        description = "Restores a database from its replica, beside the target, verified, then with one rename.",
        footer = "%nThe newest state without -timestamp, -index, -txid or -point. What exists is never overwritten.")
final class RestoreCommand extends Verb {
    private static final int HEX = 16;
    private static final Pattern INDEX = Pattern.compile("0*[0-7]?[0-9a-fA-F]{1,7}");
    private static final Pattern SIXTEEN_DIGITS = Pattern.compile("[0-9a-fA-F]{16}");

    @Parameters(paramLabel = "DB|URL", description = "A configured database by path or name, or a replica's URL.")
    String subject = "";

    @Option(
            names = {"-o", "--output"},
            paramLabel = "PATH",
            description = "Where to; the database's own path without it.")
    @Nullable
    String output;

    @Option(names = "--replica", paramLabel = "NAME", description = "Only from this replica.")
    @Nullable
    String replica;

    @Option(names = "--generation", paramLabel = "NAME", description = "Only from this generation.")
    @Nullable
    String generation;

    @Option(names = "--index", paramLabel = "HEX", description = "Up to the end of this WAL index.")
    @Nullable
    String index;

    @Option(names = "--timestamp", paramLabel = "T", description = "The newest state at or before this moment.")
    @Nullable
    String timestamp;

    @Option(names = "--point", paramLabel = "ID", description = "Exactly this restore point (see: lifeboat points).")
    @Nullable
    String point;

    @Option(
            names = "--txid",
            paramLabel = "HEX",
            description = "Exactly the state after this transaction (Litestream 0.5).")
    @Nullable
    String txid;

    @Option(names = "--parallelism", paramLabel = "N", description = "Objects fetched at a time, 1 to 256; up to 96.")
    int parallelism = Width.standard().requests();

    @Option(names = "--if-db-not-exists", description = "End with 0 where the output exists already.")
    boolean ifDbNotExists;

    @Option(names = "--if-replica-exists", description = "End with 0 where the replica answers and holds nothing.")
    boolean ifReplicaExists;

    @Option(
            names = "--integrity-check",
            arity = "0..1",
            fallbackValue = "full",
            paramLabel = "none|quick|full",
            description = "What has to say ok before the file gets its name; quick. Up to 256 MiB quick checks the"
                    + " indexes too (integrity_check).")
    @Nullable
    String integrityCheck;

    @Option(names = "--dry-run", description = "Show what would be read, and write nothing.")
    boolean dryRun;

    @Option(names = "--json", description = "As one JSON object.")
    boolean json;

    @Option(names = "-f", hidden = true)
    boolean follow;

    @Option(names = "--follow-interval", hidden = true)
    @Nullable
    String followInterval;

    @Option(names = "--force", hidden = true)
    boolean force;

    RestoreCommand(Around around) {
        super(around);
    }

    @Override
    public Integer call() throws IOException {
        refuseWhatMakesNoSense();
        RestoreTarget target = target();
        RestoreOptions options = new RestoreOptions(check(), width());
        Subject found = new Subjects(around, console()).find(subject, Optional.ofNullable(replica));
        Path to = output(found);
        if (ifDbNotExists && Files.isRegularFile(to)) {
            Leftovers.removeBeside(to);
            console().note("database already exists, skipping");
            return 0;
        }
        RestoreFlow flow = new RestoreFlow(around, console(), new RestoreAgain(around.globals(), this), to, json);
        return flow.run(new RestoreFlow.Request(found, target, to, options, ifReplicaExists, isConditional(), dryRun));
    }

    /// Whoever asks on condition is an init container or an entrypoint.
    private boolean isConditional() {
        return ifDbNotExists || ifReplicaExists;
    }

    private void refuseWhatMakesNoSense() {
        if (follow || followInterval != null) {
            throw usage("-f and -follow-interval are not in Lifeboat: a restored database is not a follower."
                    + " Restore again, or use replicate");
        }
        if (force) {
            throw usage("-force is not in Lifeboat: what exists is never overwritten. Use -o, or:"
                    + " lifeboat runbook run corruption DB");
        }
        if (point != null && (timestamp != null || generation != null || index != null || txid != null)) {
            throw usage("--point excludes -timestamp, -generation, -index and -txid");
        }
        if (txid != null && (timestamp != null || generation != null || index != null)) {
            throw usage("-txid excludes -timestamp, -generation and -index");
        }
        if (timestamp != null && index != null) {
            throw usage("cannot specify index & timestamp to restore");
        }
    }

    private RestoreTarget target() {
        Optional<GenerationId> only = ReplicaOptions.generation(generation);
        if (point != null) {
            return new RestoreTarget.AtPoint(PointIds.parse(point));
        }
        if (txid != null) {
            return new RestoreTarget.UpToTxid(transaction(txid));
        }
        if (timestamp != null) {
            return new RestoreTarget.AtTime(
                    Moments.parse(timestamp, parts.surroundings().clock().instant()), only);
        }
        return index == null ? new RestoreTarget.Latest(only) : new RestoreTarget.UpToIndex(index(index), only);
    }

    private static int index(String text) {
        if (!INDEX.matcher(text).matches()) {
            throw usage("invalid hexadecimal format of -index: " + text + ": indexes go from 00000000 to 7fffffff");
        }
        return Integer.parseInt(text, HEX);
    }

    private static Txid transaction(String text) {
        return Txid.parse(text)
                .orElseThrow(() -> usage("invalid -txid: " + text + ": "
                        + (SIXTEEN_DIGITS.matcher(text).matches()
                                ? "transactions go from 0000000000000001 to 7fffffffffffffff"
                                : "it takes sixteen hexadecimal digits")));
    }

    private Check check() {
        String word = integrityCheck == null ? "quick" : integrityCheck.toLowerCase(Locale.ROOT);
        return switch (word) {
            case "none", "false" -> Check.NONE;
            case "quick" -> Check.QUICK;
            case "full", "true" -> Check.FULL;
            default -> throw usage("-integrity-check takes none, quick or full, not '" + word + "'");
        };
    }

    private Width width() {
        if (parallelism < 1 || parallelism > Width.MOST_REQUESTS) {
            throw usage("-parallelism takes 1 to " + Width.MOST_REQUESTS + ", not " + parallelism);
        }
        return Width.of(parallelism);
    }

    private Path output(Subject found) {
        if (output != null) {
            if (output.isBlank()) {
                throw usage("-o is empty: it takes the path of the file to write");
            }
            return parts.surroundings().resolve(output);
        }
        return found.database()
                .orElseThrow(() -> usage("output path required: -o PATH"))
                .path();
    }

    private static ProblemException usage(String message) {
        return new ProblemException(Problem.of(ProblemCode.USAGE, message));
    }
}
