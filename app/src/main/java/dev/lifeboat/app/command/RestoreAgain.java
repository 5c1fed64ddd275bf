package dev.lifeboat.app.command;

import dev.lifeboat.engine.backup.RestorePoint;
import java.util.ArrayList;
import java.util.List;

/// The complete command that restores another point than the one that was refused. It can be pasted into a
/// shell.
record RestoreAgain(GlobalOptions globals, RestoreCommand asked) {
    String command(RestorePoint point) {
        List<String> words = new ArrayList<>(List.of("lifeboat", "restore"));
        add(words, "-config", globals.file);
        if (globals.noExpand) {
            words.add("-no-expand-env");
        }
        add(words, "-replica", asked.replica);
        add(words, "-integrity-check", asked.integrityCheck);
        add(words, "-o", asked.output);
        words.add("--point");
        words.add(point.id());
        words.add(ShellWord.quoted(asked.subject));
        return String.join(" ", words);
    }

    /// What was typed, or what means the same where another command asks.
    Again typed() {
        List<String> words = new ArrayList<>(List.of("restore"));
        add(words, "-o", asked.output);
        words.add(asked.subject);
        return Again.of(asked.spec, asked.subject, words);
    }

    private static void add(List<String> words, String option, @org.jspecify.annotations.Nullable String value) {
        if (value != null) {
            words.add(option);
            words.add(ShellWord.quoted(value));
        }
    }
}
