package dev.lifeboat.app.output;

import java.io.PrintWriter;

/// Where a command writes: results to `out`, everything else to `err`.
public record Console(PrintWriter out, PrintWriter err, Ink outInk, Ink errInk, boolean errIsTerminal) {
    public ProblemPrinter problems() {
        return new ProblemPrinter(err, errInk);
    }

    public void note(String line) {
        err.println(SafeText.of(line));
        err.flush();
    }
}
