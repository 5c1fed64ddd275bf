package dev.lifeboat.engine.proof;

import java.util.List;

/// What the battery found: the verdict is the worst weight among the findings, which say which checks were made.
public record Proof(Verdict verdict, List<Finding> findings, RowCounts rows) {
    public Proof {
        findings = List.copyOf(findings);
    }

    static Proof of(List<Finding> findings, RowCounts rows) {
        Verdict verdict = findings.stream().map(Finding::weight).reduce(Verdict.GREEN, Verdict::worse);
        return new Proof(verdict, findings, rows);
    }
}
