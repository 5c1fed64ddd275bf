package dev.lifeboat.engine.store;

import dev.lifeboat.engine.Problem;
import dev.lifeboat.engine.ProblemCode;
import dev.lifeboat.engine.ProblemException;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Where a replica is, as it is written in a configuration or on a command line (0.3 spec, sections 1.10 and 5.1).
public sealed interface StoreUrl {
    /// A directory on this host. `file:` URLs are cut, not decoded: a space written as `%20` stays `%20`, as Litestream
    /// has it.
    record FileUrl(Path root) implements StoreUrl {
        public FileUrl {
            if (!root.isAbsolute()) {
                throw new IllegalArgumentException("root of a file store is not absolute: " + root);
            }
        }

        @Override
        public String toString() {
            return "file://" + root;
        }
    }

    /// Whether `text` is meant as a replica URL rather than as the path of a database.
    static boolean isUrl(String text) {
        return scheme(text).matches();
    }

    /// The store that `text` names: a `file:` URL, or a plain path. Anything else is a problem of kind USAGE, which
    /// says which stores this build has.
    static StoreUrl parse(String text) {
        Matcher scheme = scheme(text);
        if (!scheme.matches()) {
            return file(text, text);
        }
        String name = scheme.group(1).toLowerCase(Locale.ROOT);
        if (name.equals("file")) {
            String rest = scheme.group(2);
            return file(text, rest.startsWith("://") ? rest.substring(3) : rest.substring(1));
        }
        throw new ProblemException(Problem.of(ProblemCode.USAGE, "this build has no " + name + " store")
                .withDetail("it has: file (a path, or file:///path)"));
    }

    private static Matcher scheme(String text) {
        return Pattern.compile("([A-Za-z][A-Za-z0-9+.-]*)(://.*|(?<=file):.*)", Pattern.DOTALL)
                .matcher(text);
    }

    private static StoreUrl file(String text, String path) {
        if (path.isEmpty()) {
            throw new ProblemException(Problem.of(ProblemCode.USAGE, "no path in replica URL: " + text));
        }
        try {
            return new FileUrl(Path.of(path).toAbsolutePath().normalize());
        } catch (InvalidPathException e) {
            throw new ProblemException(Problem.of(ProblemCode.USAGE, "not a path: " + text), e);
        }
    }
}
