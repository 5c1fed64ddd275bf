package dev.lifeboat.engine.store;

import dev.lifeboat.engine.Problem;
import dev.lifeboat.engine.ProblemCode;
import dev.lifeboat.engine.ProblemException;
import java.net.URI;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Where a replica is, as it is written in a configuration or on a command line (0.3 spec, sections 1.10 and
/// 5.1).
public sealed interface StoreUrl {
    /// A directory on this host. `file:` URLs are cut, not decoded: a space written as `%20` stays `%20`, as
    /// Litestream has it.
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

    /// A prefix in a bucket. `text` is how a person wrote it, or would. `root` has no slash at either end and
    /// may be empty. Without `endpoint` the bucket is at AWS, in `region` or in the one that AWS names.
    /// `partSizeBytes` is 0 where nothing is said.
    record S3Url(
            String text,
            String bucket,
            String root,
            Optional<String> region,
            Optional<URI> endpoint,
            boolean pathStyle,
            boolean skipVerify,
            int partSizeBytes,
            Optional<String> roleArn)
            implements StoreUrl {
        /// The least that S3 takes for a part that is not the last.
        public static final int MIN_PART_BYTES = 5 << 20;

        public static final int MAX_PART_BYTES = 1 << 30;

        public S3Url {
            if (bucket.isEmpty() || root.startsWith("/") || root.endsWith("/")) {
                throw new IllegalArgumentException("not a bucket and a prefix in it: " + bucket + ", " + root);
            }
            if (partSizeBytes != 0 && (partSizeBytes < MIN_PART_BYTES || partSizeBytes > MAX_PART_BYTES)) {
                throw new IllegalArgumentException("part size out of range: " + partSizeBytes);
            }
        }

        /// The same bucket behind another endpoint, with its name in the path.
        public S3Url at(URI other) {
            return new S3Url(text, bucket, root, region, Optional.of(other), true, skipVerify, partSizeBytes, roleArn);
        }

        @Override
        public String toString() {
            return text;
        }
    }

    /// Whether `text` is meant as a replica URL rather than as the path of a database.
    static boolean isUrl(String text) {
        return scheme(text).matches();
    }

    /// The store that `text` names: a `file:` or `s3:` URL, or a plain path. Anything else is a problem of kind
    /// USAGE, which says which stores this build has.
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
        if (name.equals("s3")) {
            return new S3UrlText(text, scheme.group(2).substring("://".length())).url();
        }
        throw new ProblemException(Problem.of(ProblemCode.USAGE, "this build has no " + name + " store")
                .withDetail("it has: file (a path, or file:///path), s3 (s3://bucket/path)"));
    }

    /// An endpoint as a URL of kind `s3` names one: `http` or `https`, with or without the scheme.
    static URI s3Endpoint(String text) {
        return new S3UrlText(text, "").endpoint(text);
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
