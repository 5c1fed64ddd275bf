package dev.lifeboat.engine.discover;

import java.util.HashSet;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;

/// File names for databases that were found, made of the last part of their roots by a strict rule: a key never
/// becomes a path (SE-9).
///
/// Letters, digits, `_`, `.`, `-` stay, everything else becomes `_`; a name begins with a letter, a digit or `_`,
/// has at most 100 characters, and ends in `.db`, `.sqlite`, `.sqlite3` or `.db3`, with `.db` added where it does
/// not: so none is the side file of another, or a configuration. Names that differ in nothing but case are numbered.
public final class OutputNames {
    private static final int MAX_LENGTH = 100;
    private static final Pattern ENDING =
            Pattern.compile("(.*)(\\.(?:db|sqlite|sqlite3|db3))", Pattern.CASE_INSENSITIVE);

    private final Set<String> taken = new HashSet<>();

    private OutputNames() {}

    /// A name for each root; `top` is what a backup at the top is called, such as the bucket.
    public static Map<String, String> of(Iterable<String> roots, String top) {
        OutputNames names = new OutputNames();
        Map<String, String> assigned = new TreeMap<>();
        for (String root : roots) {
            assigned.put(root, names.unique(name(root.isEmpty() ? top : root)));
        }
        return assigned;
    }

    static String name(String root) {
        String last = root.substring(root.lastIndexOf('/') + 1);
        String plain = last.replaceAll("[^A-Za-z0-9._-]", "_").replaceFirst("^[.-]+", "");
        String cut = plain.length() > MAX_LENGTH ? plain.substring(plain.length() - MAX_LENGTH) : plain;
        String begun = cut.replaceFirst("^[.-]+", "");
        String named = begun.isEmpty() ? "database" : begun;
        return ENDING.matcher(named).matches() ? named : named + ".db";
    }

    private String unique(String name) {
        String candidate = name;
        var parts = ENDING.matcher(name);
        String stem = parts.matches() ? parts.group(1) : name;
        String ending = parts.matches() ? parts.group(2) : "";
        for (int number = 2; !taken.add(candidate.toLowerCase(Locale.ROOT)); number++) {
            candidate = stem + "-" + number + ending;
        }
        return candidate;
    }
}
