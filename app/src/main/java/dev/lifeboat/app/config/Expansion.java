package dev.lifeboat.app.config;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// The text of a configuration with `$NAME` and `${NAME}` replaced, and where each character of it came from.
///
/// Replaced over the whole raw text before it is read as YAML, with the rules of Go's `os.Expand`, because
/// files written for Litestream count on that (0.3 specification, 5.1): what is not set becomes empty, `$$`
/// becomes empty, and there is no escape.
public final class Expansion {
    private final String original;
    private final String text;
    private final int[] origins;
    private final List<Unset> unset;

    /// A variable that is not set, where it is used.
    public record Unset(String name, Place place) {}

    private Expansion(String original, String text, int[] origins, List<Unset> unset) {
        this.original = original;
        this.text = text;
        this.origins = origins;
        this.unset = unset;
    }

    public static Expansion none(String original) {
        int[] origins = new int[original.length()];
        Arrays.setAll(origins, i -> i);
        return new Expansion(original, original, origins, List.of());
    }

    public static Expansion of(String original, Map<String, String> environment, long processId) {
        return new Expander(original, environment, processId).run();
    }

    public String text() {
        return text;
    }

    public List<Unset> unset() {
        return List.copyOf(unset);
    }

    /// The place in the file of the character of the expanded text that stands after `codePoints` others.
    public Place place(int codePoints) {
        int at = text.offsetByCodePoints(0, Math.min(codePoints, text.codePointCount(0, text.length())));
        return placeInFile(original, at < origins.length ? origins[at] : original.length());
    }

    private static Place placeInFile(String file, int offset) {
        int lineStart = file.lastIndexOf('\n', offset - 1) + 1;
        int line =
                1 + (int) file.chars().limit(lineStart).filter(c -> c == '\n').count();
        return new Place(line, 1 + file.codePointCount(lineStart, offset));
    }

    /// The name after a `$` and how many characters it takes; an empty name that takes some is bad syntax and
    /// vanishes.
    private record Name(String name, int width) {}

    private static final class Expander {
        private static final String SPECIAL = "*#$@!?-0123456789";

        private final String in;
        private final Map<String, String> environment;
        private final long processId;
        private final StringBuilder out = new StringBuilder();
        private final List<Integer> origins = new ArrayList<>();
        private final List<Unset> unset = new ArrayList<>();

        Expander(String in, Map<String, String> environment, long processId) {
            this.in = in;
            this.environment = environment;
            this.processId = processId;
        }

        Expansion run() {
            int at = 0;
            while (at < in.length()) {
                at = in.charAt(at) == '$' && at + 1 < in.length() ? variable(at) : literal(at);
            }
            return new Expansion(
                    in,
                    out.toString(),
                    origins.stream().mapToInt(Integer::intValue).toArray(),
                    unset);
        }

        private int literal(int at) {
            append(in.substring(at, at + 1), at);
            return at + 1;
        }

        private int variable(int dollar) {
            Name found = nameAfter(dollar + 1);
            if (found.width() == 0) {
                return literal(dollar);
            }
            if (!found.name().isEmpty()) {
                append(value(found.name(), dollar), dollar);
            }
            return dollar + 1 + found.width();
        }

        private String value(String name, int dollar) {
            if (name.equals("PID")) {
                return Long.toString(processId);
            }
            Optional<String> value = Optional.ofNullable(environment.get(name));
            if (value.isEmpty() && !isInComment(dollar)) {
                unset.add(new Unset(name, placeInFile(in, dollar)));
            }
            return value.orElse("");
        }

        private boolean isInComment(int offset) {
            int lineStart = in.lastIndexOf('\n', offset) + 1;
            return in.substring(lineStart, offset).stripLeading().startsWith("#");
        }

        private Name nameAfter(int from) {
            char first = in.charAt(from);
            if (first == '{') {
                return bracedName(from);
            }
            if (SPECIAL.indexOf(first) >= 0) {
                return new Name(String.valueOf(first), 1);
            }
            int end = from;
            while (end < in.length() && isAlphanumeric(in.charAt(end))) {
                end++;
            }
            return new Name(in.substring(from, end), end - from);
        }

        private Name bracedName(int brace) {
            int end = in.indexOf('}', brace);
            return end < 0 ? new Name("", 1) : new Name(in.substring(brace + 1, end), end - brace + 1);
        }

        private static boolean isAlphanumeric(char c) {
            return c == '_' || (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
        }

        private void append(String piece, int origin) {
            out.append(piece);
            for (int i = 0; i < piece.length(); i++) {
                origins.add(origin);
            }
        }
    }
}
