package dev.lifeboat.app.command;

import dev.lifeboat.app.config.S3Environment;
import dev.lifeboat.engine.Problem;
import dev.lifeboat.engine.ProblemCode;
import dev.lifeboat.engine.ProblemException;
import dev.lifeboat.engine.store.StoreUrl;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `lifeboat recover`.
@Command(
        name = "recover",
        description = "Finds every database below a bucket, a prefix or a directory and restores them all.",
        footer = "%nFor a lost server: nothing but the URL and an access key is needed. Each database is restored as by"
                + " restore; what exists is never overwritten. A lifeboat.yml for them is written beside them. After a kill"
                + " the same command goes on.")
final class RecoverCommand extends Verb {
    @Parameters(paramLabel = "URL", arity = "0..1", description = "A bucket, a prefix in it, or a directory.")
    @Nullable
    String url;

    @Option(names = "--into", paramLabel = "DIR", description = "Where to; ./recovered.")
    String into = "recovered";

    @Option(
            names = {"--at", "--timestamp"},
            paramLabel = "T",
            description = "All as they were at or before this moment; else each the newest.")
    @Nullable
    String at;

    @Option(names = "--only", paramLabel = "NAME", arity = "1..*", description = "Only these, by name or prefix.")
    List<String> only = new ArrayList<>();

    @Option(names = "--dry-run", description = "Show what is there and what would be read, and write nothing.")
    boolean dryRun;

    @Option(names = "--yes", description = "Do not ask, on a terminal either.")
    boolean yes;

    @Option(names = "--json", description = "As one JSON object.")
    boolean json;

    RecoverCommand(Around around) {
        super(around);
    }

    @Override
    public Integer call() throws IOException {
        String from = url();
        Instant now = parts.surroundings().clock().instant();
        Optional<Instant> moment = Optional.ofNullable(at).map(text -> Moments.parse(text, now));
        Path directory = parts.surroundings().resolve(into);
        // What is kept of it works where these variables are not set.
        String complete = new S3Environment(parts.surroundings().environment()).complete(from);
        RecoverFlow.Request request = new RecoverFlow.Request(complete, directory, moment, only, dryRun, yes, json);
        return new RecoverFlow(around, console(), Again.of(spec, from, List.of("recover", from)), request).run();
    }

    /// `--only a b URL` takes the URL for a name.
    private String url() {
        if (url == null && !only.isEmpty() && StoreUrl.isUrl(only.getLast())) {
            return only.removeLast();
        }
        if (url == null) {
            throw new ProblemException(Problem.of(ProblemCode.USAGE, "the URL of a bucket or a directory is missing")
                    .withNext("lifeboat recover s3://BUCKET"));
        }
        return url;
    }
}
