package dev.lifeboat.engine.backup.ltx;

import dev.lifeboat.engine.Txid;
import dev.lifeboat.engine.backup.LtxHistory;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// The name of a file in the layout of Litestream 0.5 (0.5 spec, sections 1.10 and 2.1). What does not match the
/// grammar belongs to somebody else and is left alone.
record LtxName(Shape shape, int level, Txid min, Txid max) {
    private static final Pattern GRAMMAR =
            Pattern.compile("(?:ltx/([0-9]|1[0-5])|(/{0,3})000([0-9a-f]))/([0-9a-f]{16})-([0-9a-f]{16})\\.ltx");
    private static final int HEX = 16;

    /// How levels are named: each store of Litestream has one way, a copy may be on any.
    enum Shape implements LtxHistory.Names {
        /// `ltx/0/`, of files and most stores.
        DIRECTORIES("ltx/%d/%s-%s.ltx"),
        /// `0000/`, of S3.
        DIGITS("%04x/%s-%s.ltx"),
        /// `/0000/`, of S3 with an empty path or one that begins with a slash: the slash is a part of the key.
        SLASHED("/%04x/%s-%s.ltx"),
        /// `//0000/`, of S3 with a path that ends with a slash: the key has two in a row.
        BELOW_SLASH("//%04x/%s-%s.ltx"),
        /// `///0000/`, with a path that has a slash at either end.
        BETWEEN_SLASHES("///%04x/%s-%s.ltx");

        private final String format;

        Shape(String format) {
            this.format = format;
        }

        @Override
        public String file(int level, Txid min, Txid max) {
            return String.format(Locale.ROOT, format, level, min, max);
        }
    }

    static Optional<LtxName> parse(String key) {
        Matcher matcher = GRAMMAR.matcher(key);
        if (!matcher.matches()) {
            return Optional.empty();
        }
        Optional<Txid> min = Txid.parse(matcher.group(4));
        Optional<Txid> max = Txid.parse(matcher.group(5));
        if (min.isEmpty() || max.isEmpty() || min.get().compareTo(max.get()) > 0) {
            return Optional.empty();
        }
        String decimal = matcher.group(1);
        if (decimal != null) {
            return Optional.of(new LtxName(Shape.DIRECTORIES, Integer.parseInt(decimal), min.get(), max.get()));
        }
        Shape shape = switch (matcher.group(2).length()) {
            case 0 -> Shape.DIGITS;
            case 1 -> Shape.SLASHED;
            case 2 -> Shape.BELOW_SLASH;
            default -> Shape.BETWEEN_SLASHES;
        };
        return Optional.of(new LtxName(shape, Integer.parseInt(matcher.group(3), HEX), min.get(), max.get()));
    }
}
