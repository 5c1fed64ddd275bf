package dev.lifeboat.runbooks.steps;

import dev.lifeboat.engine.proof.Finding;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Findings as lines that a person reads. SQLite's checks answer with hundreds of texts and with several lines in
/// one of them; a page of evidence shows the first of each check and says how many more there are. All of them
/// are in the step's result, and so in report.json.
final class FindingLines {
    /// Enough to see what kind of damage it is; the rest pushes everything else off the screen.
    private static final int MOST = 5;

    private FindingLines() {}

    static List<String> of(List<Finding> findings) {
        Map<String, List<String>> byCheck = new LinkedHashMap<>();
        for (Finding finding : findings) {
            byCheck.computeIfAbsent(finding.check(), _ -> new ArrayList<>()).addAll(lines(finding));
        }
        List<String> shown = new ArrayList<>();
        byCheck.forEach((check, lines) -> {
            lines.stream().limit(MOST).forEach(line -> shown.add(check + ": " + line));
            if (lines.size() > MOST) {
                shown.add(check + ": " + Amounts.count(lines.size() - MOST) + " more, all of them in report.json");
            }
        });
        return List.copyOf(shown);
    }

    static String first(Finding finding) {
        return finding.check() + ": " + lines(finding).getFirst();
    }

    private static List<String> lines(Finding finding) {
        List<String> lines = finding.text()
                .lines()
                .map(String::strip)
                .filter(line -> !line.isEmpty() && !isHeading(line))
                .toList();
        return lines.isEmpty() ? List.of(finding.text().strip()) : lines;
    }

    /// `*** in database main ***` stands above SQLite's list and says nothing where there is one database.
    private static boolean isHeading(String line) {
        return line.startsWith("*** in database ");
    }
}
