package dev.lifeboat.engine.store.s3;

import dev.lifeboat.engine.store.s3.S3Answer.Unreachable.Why;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.URLDecoder;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.net.ssl.SSLException;

/// Says what an answer to a question of [S3Probe] is, or what became of one that was never answered.
final class Answers {
    private static final int MAX_NAMES = 100;

    private static final Pattern EXPECTED_REGION = Pattern.compile("region.*expecting '([a-z0-9-]{2,40})'");

    private Answers() {}

    static S3Answer of(Answer answer) {
        if (answer.ok()) {
            return success(answer);
        }
        Refusal refusal = Refusal.of(answer);
        boolean isTheirs = !refusal.code().isEmpty()
                || answer.header("x-amz-request-id").isPresent()
                || answer.header("x-amz-bucket-region").isPresent();
        return isTheirs
                ? new S3Answer.Refused(
                        refusal.status(),
                        refusal.code(),
                        refusal.message(),
                        refusal.region().or(() -> expected(refusal.message())),
                        Xml.first(answer.body(), "Endpoint").filter(each -> each.matches("[A-Za-z0-9.:-]{3,255}")),
                        date(answer))
                : notS3(answer);
    }

    /// Some stores name the region in their sentence only: `the region 'us-east-1' is wrong; expecting 'eu-west-1'`.
    private static Optional<String> expected(String message) {
        Matcher named = EXPECTED_REGION.matcher(message);
        return named.find() ? Optional.of(named.group(1)) : Optional.empty();
    }

    private static S3Answer success(Answer answer) {
        if (answer.status() == 206 || answer.header("content-range").isPresent()) {
            return new S3Answer.Got();
        }
        if (Xml.first(answer.body(), "IsTruncated").isPresent()) {
            return new S3Answer.Listed(firstKey(answer));
        }
        if (Xml.first(answer.body(), "Buckets").isPresent()) {
            return new S3Answer.Buckets(bucketNames(answer));
        }
        // A store that does not know ranges sends the whole object.
        return answer.header("etag").isPresent() ? new S3Answer.Got() : notS3(answer);
    }

    private static Optional<String> firstKey(Answer answer) {
        boolean isEncoded =
                Xml.first(answer.body(), "EncodingType").filter("url"::equals).isPresent();
        return Xml.first(answer.body(), "Contents/Key")
                .map(key -> isEncoded ? URLDecoder.decode(key, StandardCharsets.UTF_8) : key);
    }

    private static List<String> bucketNames(Answer answer) {
        List<String> names = new ArrayList<>();
        try {
            Xml.read(answer.body(), (path, text) -> {
                if (path.equals("Buckets/Bucket/Name") && names.size() < MAX_NAMES) {
                    names.add(text.strip());
                }
            });
        } catch (IOException e) {
            return List.of();
        }
        return names;
    }

    private static S3Answer notS3(Answer answer) {
        String type =
                answer.header("content-type").orElse("").replaceFirst(";.*", "").strip();
        return new S3Answer.NotS3(answer.status(), type);
    }

    private static Optional<Instant> date(Answer answer) {
        try {
            return answer.header("date").map(text -> Instant.from(DateTimeFormatter.RFC_1123_DATE_TIME.parse(text)));
        } catch (DateTimeException e) {
            return Optional.empty();
        }
    }

    static S3Answer of(IOException e, String host) {
        return new S3Answer.Unreachable(why(e), host, String.valueOf(e.getMessage()));
    }

    private static Why why(IOException e) {
        for (Throwable each = e; each != null; each = each.getCause()) {
            Optional<Why> found = switch (each) {
                case UnknownHostException _ -> Optional.of(Why.UNKNOWN_HOST);
                case SSLException tls -> Optional.of(tls(tls));
                case InterruptedIOException _ -> Optional.of(Why.NO_ANSWER_IN_TIME);
                case ConnectException _, NoRouteToHostException _ -> Optional.of(Why.NOBODY_LISTENS);
                default -> Optional.<Why>empty();
            };
            if (found.isPresent()) {
                return found.get();
            }
        }
        return Why.BROKEN_OFF;
    }

    private static Why tls(SSLException e) {
        return speaksNoTls(e) ? Why.NO_TLS : Why.UNTRUSTED;
    }

    static boolean speaksNoTls(SSLException e) {
        String message = String.valueOf(e.getMessage()).toLowerCase(Locale.ROOT);
        return message.contains("unsupported or unrecognized ssl message") || message.contains("plaintext connection");
    }
}
