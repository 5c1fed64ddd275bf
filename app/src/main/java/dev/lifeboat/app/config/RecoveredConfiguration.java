package dev.lifeboat.app.config;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// The `lifeboat.yml` of databases that were recovered from a store. Holds no secret: it names the variables that do.
/// What was not restored stands in it as a comment, so that nothing replicates an empty file over a backup.
public record RecoveredConfiguration(
        Instant written, String from, List<Entry> entries, Map<String, String> environment) {
    public static final String FILE_NAME = "lifeboat.yml";

    private static final List<String> CREDENTIALS = List.of(
            "LITESTREAM_ACCESS_KEY_ID",
            "LITESTREAM_ACCESS_KEY_ID_FILE",
            "LITESTREAM_SECRET_ACCESS_KEY",
            "LITESTREAM_SECRET_ACCESS_KEY_FILE",
            "AWS_ACCESS_KEY_ID",
            "AWS_ACCESS_KEY_ID_FILE",
            "AWS_SECRET_ACCESS_KEY",
            "AWS_SECRET_ACCESS_KEY_FILE",
            "AWS_SESSION_TOKEN",
            "AWS_PROFILE",
            "AWS_ROLE_ARN",
            "AWS_WEB_IDENTITY_TOKEN_FILE",
            "AWS_CA_BUNDLE");

    public RecoveredConfiguration {
        entries = List.copyOf(entries);
    }

    /// A database; `missing` says why it is not there, empty where it is.
    public record Entry(Path path, String url, String missing) {}

    /// Writes the file, which must not exist.
    public void writeNew(Path file) throws IOException {
        Files.write(
                file,
                text(file).getBytes(StandardCharsets.UTF_8),
                StandardOpenOption.CREATE_NEW,
                StandardOpenOption.WRITE);
    }

    String text(Path file) {
        StringBuilder text = new StringBuilder();
        comment(
                text,
                "Written by lifeboat recover at " + written.truncatedTo(ChronoUnit.SECONDS) + " from " + from + ".");
        if (from.startsWith("s3:")) {
            comment(text, "No secret is in here. In the environment it needs: " + String.join(", ", variables()) + ".");
        }
        comment(text, "");
        comment(text, "  lifeboat status --config " + file);
        comment(text, "  lifeboat replicate --config " + file);
        comment(text, "");
        comment(text, "The first replicate may find the lost host's mark in the replica and refuse (exit status 7):");
        comment(text, "once that host is gone for good, say so with --take-over.");
        boolean any = entries.stream().anyMatch(RecoveredConfiguration::isUsable);
        text.append(any ? "dbs:\n" : "dbs: []\n");
        entries.forEach(entry -> append(text, entry));
        return text.toString();
    }

    /// The names that were set when the store was read, or the usual ones.
    private List<String> variables() {
        List<String> set = CREDENTIALS.stream().filter(environment::containsKey).toList();
        return set.isEmpty() ? List.of("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY") : set;
    }

    /// A `$` in a configuration is always the beginning of a variable, and there is no escape for it.
    private static boolean isUsable(Entry entry) {
        return entry.missing().isEmpty() && !(entry.path() + entry.url()).contains("$");
    }

    private static void append(StringBuilder text, Entry entry) {
        boolean usable = isUsable(entry);
        List<String> lines = new ArrayList<>();
        if (!usable) {
            comment(
                    text,
                    entry.missing().isEmpty()
                            ? "A $ cannot be in a configuration:"
                            : "Not restored: " + entry.missing());
        }
        lines.add("  - path: " + quoted(entry.path().toString()));
        lines.add("    replicas:");
        lines.add("      - url: " + quoted(entry.url()));
        lines.forEach(line -> text.append(usable ? line : "#" + line).append('\n'));
    }

    private static void comment(StringBuilder text, String line) {
        text.append(("# " + line.replaceAll("[\\p{Cntrl}\u2028\u2029\u0085]", "?")).stripTrailing())
                .append('\n');
    }

    private static String quoted(String value) {
        StringBuilder out = new StringBuilder("\"");
        value.chars().forEach(c -> {
            if (c == '"' || c == '\\') {
                out.append('\\').append((char) c);
            } else if (c < 0x20 || c >= 0x7f && c < 0xa0 || c == 0x2028 || c == 0x2029 || c == 0xfeff) {
                out.append("\\u%04x".formatted(c));
            } else {
                out.append((char) c);
            }
        });
        return out.append('"').toString();
    }
}
