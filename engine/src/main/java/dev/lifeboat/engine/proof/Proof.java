package dev.lifeboat.engine.proof;

import java.util.Comparator;
import java.util.List;

/// What the battery found: the verdict is the worst weight among the findings, which say which checks were made.
/// `notMade` are sentences about the checks that were asked for and not made.
public record Proof(Verdict verdict, List<Finding> findings, Contents contents, List<String> notMade) {
    public Proof {
        findings = List.copyOf(findings);
        notMade = List.copyOf(notMade);
    }

    public Proof(Verdict verdict, List<Finding> findings, RowCounts rows) {
        this(verdict, findings, Contents.of(rows), List.of());
    }

    static Proof of(List<Finding> findings, Contents contents, List<String> notMade) {
        Verdict verdict = findings.stream().map(Finding::weight).reduce(Verdict.GREEN, Verdict::worse);
        return new Proof(verdict, findings, contents, notMade);
    }

    public RowCounts rows() {
        return contents.rows();
    }

    /// Why the verdict is not green, the weightiest first.
    public List<Finding> reasons() {
        return findings.stream()
                .filter(each -> each.weight() != Verdict.GREEN)
                .sorted(Comparator.comparing(Finding::weight).reversed())
                .toList();
    }
}
