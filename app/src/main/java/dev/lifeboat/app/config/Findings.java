package dev.lifeboat.app.config;

import dev.lifeboat.engine.Problem;
import dev.lifeboat.engine.ProblemCode;
import dev.lifeboat.engine.ProblemException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/// What is wrong with one file, each with its place, collected so that all of it is told at once.
final class Findings {
    private static final int ERRORS_SHOWN = 10;

    private final Path file;
    private final List<Finding> errors = new ArrayList<>();
    private final List<Finding> warnings = new ArrayList<>();
    private final List<Finding> notes = new ArrayList<>();

    private record Finding(Place place, String text) {}

    Findings(Path file) {
        this.file = file;
    }

    void error(Place place, String text) {
        errors.add(new Finding(place, text));
    }

    void warning(Place place, String text) {
        warnings.add(new Finding(place, text));
    }

    /// Something that is right but has no effect in this build.
    void note(Place place, String text) {
        notes.add(new Finding(place, text));
    }

    List<String> warnings() {
        return told(warnings);
    }

    List<String> notes() {
        return told(notes);
    }

    void failIfWrong() {
        if (errors.isEmpty()) {
            return;
        }
        List<String> lines = told(errors);
        Problem problem = Problem.of(ProblemCode.CONFIGURATION, lines.getFirst());
        for (String line : lines.subList(1, Math.min(lines.size(), ERRORS_SHOWN))) {
            problem = problem.withDetail(line);
        }
        if (errors.size() > ERRORS_SHOWN) {
            problem = problem.withDetail((errors.size() - ERRORS_SHOWN) + " more");
        }
        throw new ProblemException(problem);
    }

    private List<String> told(List<Finding> findings) {
        return findings.stream()
                .sorted(Comparator.comparing(Finding::place))
                .map(finding -> file + ":" + finding.place() + ": " + finding.text())
                .toList();
    }
}
