package dev.lifeboat.app.tui;

import dev.lifeboat.runbooks.RunState;
import dev.lifeboat.runbooks.RunView;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/// Who needs somebody first.
final class Needs {
    /// Attention lists at most so many items.
    static final int MOST_ITEMS = 9;

    private Needs() {}

    static List<DatabaseView> sorted(List<DatabaseView> databases) {
        return databases.stream()
                .sorted(Comparator.comparing(DatabaseView::state)
                        .thenComparing(Needs::hasGoodProof)
                        .thenComparing(DatabaseView::name))
                .toList();
    }

    private static boolean hasGoodProof(DatabaseView database) {
        return database.proof().map(DatabaseView.Proof::good).orElse(true);
    }

    /// What the ports report, with the unfinished runs that they do not name.
    static List<Attention> attention(Msg.Answer.Seen seen) {
        List<Attention> items = new ArrayList<>(seen.overview().attention());
        for (RunView run : unfinished(seen.runs())) {
            Attention.Action action = new Attention.Action.OpenRun(run.run().text());
            if (items.stream().noneMatch(item -> item.action().equals(action))) {
                items.add(new Attention(severity(run.state()), run.database(), what(run), action));
            }
        }
        items.sort(Comparator.comparing(Attention::severity));
        return items.subList(0, Math.min(MOST_ITEMS, items.size()));
    }

    static List<RunView> unfinished(List<RunView> runs) {
        return runs.stream().filter(run -> !run.state().isEnded()).toList();
    }

    private static String what(RunView run) {
        return run.runbook() + " " + run.run() + ", step " + run.current() + ": " + run.stateText();
    }

    private static Attention.Severity severity(RunState state) {
        return switch (state) {
            case FAILED, LOST -> Attention.Severity.BAD;
            case ASKING -> Attention.Severity.ASKS;
            case PLANNED, WORKING, PAUSED, UNDOING, UNDONE, ABORTED, DONE -> Attention.Severity.PARTLY;
        };
    }
}
