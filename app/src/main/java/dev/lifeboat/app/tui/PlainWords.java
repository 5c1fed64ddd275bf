package dev.lifeboat.app.tui;

import dev.lifeboat.runbooks.RunId;
import dev.lifeboat.runbooks.RunbookInfo;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/// What the words of plain mode mean: the same messages and forms as the keys of the full screen (tui.md 6.14).
final class PlainWords {
    private static final Map<String, String> KEYS = Map.ofEntries(
            Map.entry("", "Enter"),
            Map.entry("enter", "Enter"),
            Map.entry("back", "Esc"),
            Map.entry("dashboard", "1"),
            Map.entry("databases", "1"),
            Map.entry("points", "t"),
            Map.entry("runbooks", "r"),
            Map.entry("runs", "R"),
            Map.entry("report", "Enter"),
            Map.entry("start", "Enter"),
            Map.entry("dry run", "D"),
            Map.entry("answer", "Enter"),
            Map.entry("pause", "p"),
            Map.entry("undo", "u"),
            Map.entry("abort", "x"),
            Map.entry("help", "?"));

    private PlainWords() {}

    static Next update(Model model, String line) {
        Optional<Form> form = Forms.current(model);
        String word = line.strip();
        if (form.isPresent()) {
            return answer(model, form.get(), line);
        }
        if (word.equals("quit") || word.equals("exit")) {
            return Next.of(model, new Effect.Quit());
        }
        if (!word.isEmpty() && word.chars().allMatch(Character::isDigit)) {
            return number(model, word);
        }
        if (model.runs().stream().anyMatch(run -> run.run().text().equalsIgnoreCase(word))) {
            return Update.openRun(model, RunId.parse(word));
        }
        String key = KEYS.getOrDefault(word.toLowerCase(Locale.ROOT), word);
        return key.length() == 1 || key.equals("Enter") || key.equals("Esc")
                ? Update.update(model, new Msg.Key(Keys.named(key)))
                : Next.of(model.withNote("not known: " + word + "; help lists the words"));
    }

    /// A name must be exact; without one the words of the buttons count, and an empty line stays.
    private static Next answer(Model model, Form form, String line) {
        Model settled = Forms.change(model, same -> same);
        if (line.isBlank()) {
            return press(settled, Form.of(form.buttons(), Optional.empty(), form.opened()));
        }
        if (form.name().isPresent() && form.name().get().equals(line)) {
            Form typed = new Form(form.buttons(), form.name(), line, Form.FIELD, form.opened());
            return press(settled, typed);
        }
        for (int i = 0; i < form.buttons().size(); i++) {
            Form.Button button = form.buttons().get(i);
            if (form.isAwake(button) && isMeant(button, line.strip(), i)) {
                return press(settled, new Form(form.buttons(), form.name(), form.typed(), i, form.opened()));
            }
        }
        if (line.strip().equals("quit")) {
            return Next.of(model, new Effect.Quit());
        }
        if (line.strip().equals("back")) {
            return Next.of(Overlays.stay(model));
        }
        return Next.of(model.withNote(
                form.name().isPresent()
                        ? "The name does not match: nothing is done."
                        : "not a choice: " + line.strip()));
    }

    private static boolean isMeant(Form.Button button, String word, int index) {
        String label = button.label().toLowerCase(Locale.ROOT);
        String lower = word.toLowerCase(Locale.ROOT);
        return label.equals(lower)
                || button.choice().equals(lower)
                || label.split(" ")[0].equals(lower)
                || word.equals(String.valueOf(index + 1));
    }

    private static Next press(Model model, Form form) {
        Model formed = Forms.change(model, _ -> form);
        return Update.update(formed, new Msg.Key(Keys.named("Enter")));
    }

    private static Next number(Model model, String word) {
        int number = word.length() > 6 ? 0 : Integer.parseInt(word);
        if (model.place() instanceof Place.Runbooks place) {
            return runbook(model, place, number);
        }
        Optional<Model> chosen = switch (model.place()) {
            case Place.Dashboard place
            when number >= 1 && number <= model.databases().size() ->
                Optional.of(model.at(new Place.Dashboard(
                        false, model.databases().get(number - 1).name(), place.attention(), true)));
            case Place.RestorePoints place
            when number >= 1 && number <= PointsScreen.points(place).size() ->
                Optional.of(model.at(new Place.RestorePoints(place.database(), place.points(), number - 1)));
            case Place.RunList _
            when number >= 1 && number <= model.runs().size() -> Optional.of(model.at(new Place.RunList(number - 1)));
            case Place.Dashboard _,
                    Place.RestorePoints _,
                    Place.RunList _,
                    Place.Runbooks _,
                    Place.Player _,
                    Place.Reading _ -> Optional.empty();
        };
        return chosen.map(one -> Update.update(one, new Msg.Key(Keys.named("Enter"))))
                .orElseGet(() -> Next.of(model.withNote("there is no " + word + " here")));
    }

    /// A number shows the plan of that runbook; `start` or Enter begins it.
    private static Next runbook(Model model, Place.Runbooks place, int number) {
        List<RunbookInfo> all = place.list().value().orElse(List.of());
        for (int i = 0; i < all.size(); i++) {
            if (all.get(i).number() == number) {
                return RunbooksScreen.plan(
                        model,
                        new Place.Runbooks(
                                place.database(), place.wanted(), place.point(), place.list(), i, Load.nothing()));
            }
        }
        return Next.of(model.withNote("there is no runbook " + number));
    }
}
