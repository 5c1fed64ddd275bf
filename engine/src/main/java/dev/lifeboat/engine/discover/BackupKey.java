package dev.lifeboat.engine.discover;

import dev.lifeboat.engine.GenerationId;
import dev.lifeboat.engine.backup.generations.ObjectName;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// What the key of an object says of the backup that it belongs to: the root of that backup, without a slash at
/// its end and possibly empty, and which piece of it the object is (0.3 spec, section 1.1; 0.5 spec, section 2.1).
///
/// Keys come from outside: only the exact grammar of either format counts, and nothing is restored from a root to
/// which there is an objection (SE-9).
record BackupKey(String root, Piece piece) {
    private static final int MAX_ROOT = 800;
    private static final int FILE_AND_DIGIT = "0/0000000000000001-0000000000000001.ltx".length();
    private static final String ZEROS = "0".repeat(15);

    private static final Pattern LTX =
            Pattern.compile("(?:(.*)/)?(ltx/[0-9]|000[0-9])/([0-9a-f]{16})-([0-9a-f]{16})\\.ltx", Pattern.DOTALL);

    sealed interface Piece {
        record Snapshot(GenerationId generation) implements Piece {}

        record Segment(GenerationId generation) implements Piece {}

        /// `begins`: the file begins at the first transaction, so that it may hold all pages.
        record Ltx(boolean begins) implements Piece {}
    }

    /// Whatever its root: see [#objection].
    static Optional<BackupKey> parse(String key) {
        return generations(key).or(() -> ltx(key));
    }

    /// Why the root is not taken for a place: a URL cannot lead there, or leads elsewhere. Nothing where it is one.
    Optional<String> objection() {
        if (root.isEmpty()) {
            return Optional.empty();
        }
        if (root.codePoints().anyMatch(Character::isISOControl)) {
            return Optional.of("its prefix holds a control character");
        }
        if (root.length() > MAX_ROOT) {
            return Optional.of("its prefix is longer than " + MAX_ROOT + " characters");
        }
        return Stream.of(root.split("/", -1)).anyMatch(part -> part.matches("\\.{0,2}"))
                ? Optional.of("its prefix has an empty part, . or ..")
                : Optional.empty();
    }

    /// A place behind all objects of the same kind in the same root, where a listing goes on after `key`.
    String skipFrom(String key) {
        String below = root.isEmpty() ? "" : root + "/";
        // The character behind the slash, or behind the last digit: the first name that is none of theirs.
        return switch (piece) {
            case Piece.Snapshot _, Piece.Segment _ -> below + "generations0";
            case Piece.Ltx _ ->
                key.startsWith(below + "ltx/") ? below + "ltx0" : key.substring(0, key.length() - FILE_AND_DIGIT) + ":";
        };
    }

    private static Optional<BackupKey> generations(String key) {
        int at = key.lastIndexOf(ObjectName.PREFIX);
        if (at < 0 || (at > 0 && key.charAt(at - 1) != '/')) {
            return Optional.empty();
        }
        String root = at == 0 ? "" : key.substring(0, at - 1);
        return ObjectName.parse(key.substring(at)).map(name -> switch (name) {
            case ObjectName.Snapshot snapshot -> new BackupKey(root, new Piece.Snapshot(snapshot.generation()));
            case ObjectName.Segment segment -> new BackupKey(root, new Piece.Segment(segment.generation()));
        });
    }

    private static Optional<BackupKey> ltx(String key) {
        Matcher name = LTX.matcher(key);
        if (!name.matches() || name.group(3).compareTo(name.group(4)) > 0) {
            return Optional.empty();
        }
        String above = name.group(1) == null ? "" : name.group(1);
        String root = name.group(2).startsWith("000") ? withoutSlashes(above) : above;
        return Optional.of(new BackupKey(root, new Piece.Ltx(name.group(3).equals(ZEROS + "1"))));
    }

    /// With `path: /db`, `db/` or `/db/` the slashes are in the key: the root is `db` all the same, see S3ObjectStore.
    private static String withoutSlashes(String above) {
        String root = above.startsWith("/") ? above.substring(1) : above;
        return root.endsWith("/") ? root.substring(0, root.length() - 1) : root;
    }
}
