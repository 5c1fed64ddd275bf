package dev.lifeboat.app.tui;

import java.util.ArrayList;
import java.util.List;

/// Small words of plain mode.
final class PlainText {
    private PlainText() {}

    /// The line above the prompt.
    static String words(Model model) {
        List<String> words = new ArrayList<>();
        switch (model.place()) {
            case Place.Dashboard _ -> {
                if (!model.databases().isEmpty()) {
                    words.add("1-" + model.databases().size());
                }
                Needs.unfinished(model.runs())
                        .forEach(run -> words.add(run.run().text()));
                words.addAll(List.of("runbooks", "points", "runs"));
            }
            case Place.RestorePoints _ -> words.addAll(List.of("a number to restore to it", "back"));
            case Place.Runbooks _ -> words.addAll(List.of("a number to choose", "dry run", "start", "back"));
            case Place.Player place -> {
                boolean ended = place.view().map(view -> view.state().isEnded()).orElse(false);
                words.addAll(ended ? List.of("report", "undo", "back") : List.of("pause", "undo", "abort", "back"));
            }
            case Place.RunList _ -> words.addAll(List.of("a number to open it", "back"));
            case Place.Reading _ -> words.add("back");
        }
        words.add("help");
        words.add("quit");
        return String.join(", ", words);
    }
}
