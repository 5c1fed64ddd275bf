package dev.lifeboat.app.config;

import dev.lifeboat.app.output.SafeText;
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
import java.util.stream.Stream;

/// The `lifeboat.yml` of databases that were recovered from a store. Holds no secret: it names the variables that do.
/// What was not restored stands in it as a comment, so that nothing replicates an empty file over a backup.
public record RecoveredConfiguration(
        Instant written, String from, List<Entry> entries, Map<String, String> environment) {
    public static final String FILE_NAME = "lifeboat.yml";

    private static final int BYTE_ORDER_MARK = 0xfeff;

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
            "AWS_ROLE_SESSION_NAME",
            "AWS_WEB_IDENTITY_TOKEN_FILE",
            "AWS_ENDPOINT_URL_STS",
            "AWS_SHARED_CREDENTIALS_FILE",
            "AWS_CONFIG_FILE",
            "AWS_CONTAINER_CREDENTIALS_RELATIVE_URI",
            "AWS_CONTAINER_CREDENTIALS_FULL_URI");

    /// Without these the store is not reached.
    private static final List<String> WAYS =
            List.of("AWS_CA_BUNDLE", "HTTPS_PROXY", "https_proxy", "HTTP_PROXY", "http_proxy", "NO_PROXY", "no_proxy");

    public RecoveredConfiguration {
        entries = List.copyOf(entries);
    }

    /// A database; `missing` says why it is not there, empty where it is.
    public record Entry(Path path, String url, String missing) {
        /// A `$` in a configuration is always the beginning of a variable, and there is no escape for it.
        boolean isUsable() {
            return missing.isEmpty() && !(path + url).contains("$");
        }

        String reason() {
            return missing.isEmpty() ? "A $ cannot be in a configuration:" : "Not restored: " + missing;
        }
    }

    /// The databases that stand in it as a comment only.
    public List<Path> lacking() {
        return entries.stream()
                .filter(entry -> !entry.isUsable())
                .map(Entry::path)
                .toList();
    }

    /// Writes the file, which must not exist. It is there as a whole or not at all: half of it would lack databases
    /// without saying so.
    public void writeNew(Path file) throws IOException {
        Path draft = file.resolveSibling("." + FILE_NAME + ".draft");
        Files.deleteIfExists(draft);
        Files.write(
                draft,
                text(file).getBytes(StandardCharsets.UTF_8),
                StandardOpenOption.CREATE_NEW,
                StandardOpenOption.WRITE,
                StandardOpenOption.SYNC);
        Files.move(draft, file);
    }

    String text(Path file) {
        StringBuilder text = new StringBuilder();
        comment(
                text,
                "Written by lifeboat recover at " + written.truncatedTo(ChronoUnit.SECONDS) + " from " + from + ".");
        if (!lacking().isEmpty()) {
            comment(text, "It lacks " + lacking().size() + " of " + entries.size() + " databases: see the comments.");
        }
        if (from.startsWith("s3:")) {
            comment(text, "No secret is in here. In the environment it needs: " + String.join(", ", variables()) + ".");
        }
        comment(text, "");
        comment(text, "  lifeboat status --config " + file);
        comment(text, "  lifeboat replicate --config " + file);
        comment(text, "");
        comment(text, "The first replicate may find the lost host's mark in the replica and refuse (exit status 7):");
        comment(text, "once that host is gone for good, say so with --take-over.");
        text.append(lacking().size() < entries.size() ? "dbs:\n" : "dbs: []\n");
        entries.forEach(entry -> append(text, entry));
        return text.toString();
    }

    /// The names that were set when the store was read, or the usual ones.
    private List<String> variables() {
        List<String> set = CREDENTIALS.stream().filter(environment::containsKey).toList();
        return Stream.concat(
                        (set.isEmpty() ? List.of("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY") : set).stream(),
                        WAYS.stream().filter(environment::containsKey))
                .toList();
    }

    private static void append(StringBuilder text, Entry entry) {
        boolean usable = entry.isUsable();
        List<String> lines = new ArrayList<>();
        if (!usable) {
            comment(text, entry.reason());
        }
        lines.add("  - path: " + quoted(entry.path().toString()));
        lines.add("    replicas:");
        lines.add("      - url: " + quoted(entry.url()));
        lines.forEach(line -> text.append(usable ? line : "#" + line).append('\n'));
    }

    private static void comment(StringBuilder text, String line) {
        text.append(("# " + SafeText.of(line)).stripTrailing()).append('\n');
    }

    private static String quoted(String value) {
        StringBuilder out = new StringBuilder("\"");
        value.codePoints().forEach(c -> {
            String text = Character.toString(c);
            if (c == '"' || c == '\\') {
                out.append('\\').append(text);
            } else if (c == BYTE_ORDER_MARK || !SafeText.of(text).equals(text)) {
                out.append("\\u%04x".formatted(c));
            } else {
                out.append(text);
            }
        });
        return out.append('"').toString();
    }
}
