package dev.lifeboat.runbooks;

import java.util.List;

/// A runbook of the catalogue. `source` is a file, or `built in`; `sha256` of its text is recorded in each run
/// (RB-9).
public record RunbookInfo(
        String id, int number, String title, String when, List<String> lineTitles, String source, String sha256) {
    public RunbookInfo {
        lineTitles = List.copyOf(lineTitles);
    }
}
