package dev.lifeboat.runbooks.services;

import java.time.Duration;
import java.util.List;
import java.util.stream.Collectors;

/// Runs a program with an argument list, never through a shell (RB-9).
///
/// `run` returns when the program has ended, or has been killed with its children at the deadline. Output is kept up
/// to a limit. It throws nothing: a program that cannot be started is a result too. Safe for use by several threads.
@FunctionalInterface
public interface Commands {
    Result run(List<String> arguments, Duration deadline);

    /// `output` and `error` are what the program said, cut at the limit.
    sealed interface Result {
        record Ended(int status, String output, String error) implements Result {}

        record NotStarted(String reason) implements Result {}

        record TimedOut(Duration after) implements Result {}
    }

    /// An argument list as one line for people: an argument with a blank or a quote in it stands in quotes.
    static String line(List<String> arguments) {
        return arguments.stream().map(Commands::quoted).collect(Collectors.joining(" "));
    }

    private static String quoted(String argument) {
        boolean plain = !argument.isEmpty() && argument.chars().noneMatch(c -> Character.isWhitespace(c) || c == '\'');
        return plain ? argument : "'" + argument.replace("'", "'\\''") + "'";
    }

    /// One line that says how it ended, for a problem.
    static String said(Result result) {
        return switch (result) {
            case Result.Ended(int status, String output, String error) ->
                "exit status " + status + ": " + firstLine(error.isBlank() ? output : error);
            case Result.NotStarted(String reason) -> reason;
            case Result.TimedOut(Duration after) -> "no end after " + after.toSeconds() + " s, killed";
        };
    }

    private static String firstLine(String text) {
        return text.strip().lines().findFirst().orElse("(no output)");
    }
}
