package dev.lifeboat.engine.store.s3;

import java.io.IOException;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/// Compares what a store says that it keeps with what was sent (OB-1). An entity tag is the MD5 of the content
/// unless the content is encrypted with a key of the key service or of ours; a checksum that the store names
/// counts always.
final class Integrity {
    private static final Pattern MD5 = Pattern.compile("[0-9a-f]{32}");

    /// One part as sent: its number from 1, the store's tag for it, the MD5 of what was sent.
    record Part(int number, String entityTag, String md5Hex) {}

    void check(String key, Answer answer, Payload sent) throws IOException {
        Optional<String> sha256 = answer.header("x-amz-checksum-sha256");
        if (sha256.filter(said -> !said.equals(sent.sha256Base64())).isPresent()) {
            throw other(key);
        }
        String tag = bare(answer.header("etag").orElse(""));
        if (tagsAreSums(answer) && MD5.matcher(tag).matches() && !tag.equals(sent.md5Hex())) {
            throw other(key);
        }
    }

    /// `tag` may be missing: then the parts have been checked one by one, and that is what there is.
    void checkWhole(String key, String tag, Answer answer, List<Part> parts) throws IOException {
        boolean isSum = tagsAreSums(answer) && bare(tag).matches("[0-9a-f]{32}-[0-9]+") && haveSums(parts);
        if (isSum && !isWhole(tag, parts)) {
            throw other(key);
        }
    }

    /// Whether `tag` is that of an object made of exactly these parts.
    boolean isWhole(String tag, List<Part> parts) {
        var digest = Signer.digest("MD5");
        parts.forEach(part -> digest.update(HexFormat.of().parseHex(part.md5Hex())));
        return bare(tag).equals(Signer.hex(digest.digest()) + "-" + parts.size());
    }

    private static boolean haveSums(List<Part> parts) {
        return parts.stream().allMatch(part -> bare(part.entityTag()).equals(part.md5Hex()));
    }

    private static boolean tagsAreSums(Answer answer) {
        return answer.header("x-amz-server-side-encryption-customer-algorithm").isEmpty()
                && answer.header("x-amz-server-side-encryption")
                        .filter(kind -> kind.startsWith("aws:kms"))
                        .isEmpty();
    }

    private static String bare(String tag) {
        return tag.replace("\"", "");
    }

    private static IOException other(String key) {
        return new IOException("the store keeps something else under " + key + " than was sent");
    }
}
