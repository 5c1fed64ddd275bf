package dev.lifeboat.app.output;

import dev.lifeboat.engine.Problem;
import java.io.PrintWriter;
import java.util.List;

/// The one place that prints problems: what happened, what is still safe, what to do next (house-style.md).
public final class ProblemPrinter {
    static final String INDENT = "       ";

    private final PrintWriter err;
    private final Ink ink;

    public ProblemPrinter(PrintWriter err, Ink ink) {
        this.err = err;
        this.ink = ink;
    }

    /// Prints the problem and answers with the exit status that it leads to.
    public int print(Problem problem) {
        err.println(ink.bad("error:") + " " + SafeText.of(problem.message()));
        problem.details().forEach(this::further);
        objectsNotNamedYet(problem).forEach(this::further);
        if (!problem.safe().isEmpty()) {
            further(problem.safe());
        }
        if (!problem.next().isEmpty()) {
            err.println(ink.strong("next:") + "  " + SafeText.of(problem.next()));
        }
        err.flush();
        return problem.code().exitStatus();
    }

    public void warning(String text) {
        err.println(ink.warn("warning:") + " " + SafeText.of(text));
        err.flush();
    }

    private static List<String> objectsNotNamedYet(Problem problem) {
        String said = problem.message() + "\n" + String.join("\n", problem.details());
        return problem.objects().stream().filter(key -> !said.contains(key)).toList();
    }

    private void further(String line) {
        err.println(INDENT + SafeText.of(line));
    }
}
