package dev.lifeboat.app.command;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParseResult;

/// The command line that somebody typed, with one thing changed, to be pasted into a shell. `words` are those
/// behind `lifeboat`; `subject` is the word among them that names the database or the replica.
record Again(List<String> words, String subject) {
    Again {
        words = List.copyOf(words);
    }

    /// What was typed; where nothing was, because another command asks, `otherwise`.
    static Again of(CommandSpec spec, String subject, List<String> otherwise) {
        ParseResult typed = spec.root().commandLine() == null
                ? null
                : spec.root().commandLine().getParseResult();
        return new Again(typed == null ? otherwise : typed.originalArgs(), subject);
    }

    /// Once more as it was.
    String same() {
        return command(words);
    }

    String on(String url) {
        return command(
                words.stream().map(word -> word.equals(subject) ? url : word).toList());
    }

    /// Without the option, which is given with any number of dashes, and its value.
    String without(String option) {
        return command(kept(option));
    }

    /// With this value of the option, whatever was said of it, before the subject.
    String with(String option, String value) {
        List<String> changed = kept(option);
        int at = changed.lastIndexOf(subject);
        changed.addAll(at < 0 ? changed.size() : at, List.of(option, value));
        return command(changed);
    }

    private List<String> kept(String option) {
        String name = option.replaceFirst("^-+", "");
        List<String> kept = new ArrayList<>();
        boolean isValue = false;
        for (String word : words) {
            boolean isOption =
                    word.startsWith("-") && word.replaceFirst("^-+", "").equals(name);
            if (!isValue && !isOption && !word.matches("--?" + name + "=.*")) {
                kept.add(word);
            }
            isValue = isOption;
        }
        return kept;
    }

    static String command(List<String> words) {
        return "lifeboat " + words.stream().map(ShellWord::quoted).collect(Collectors.joining(" "));
    }
}
