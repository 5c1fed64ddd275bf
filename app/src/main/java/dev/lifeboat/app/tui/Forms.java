package dev.lifeboat.app.tui;

import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.UnaryOperator;

/// The confirmation that is open, wherever it stands: in a dialog of ours or in the player.
final class Forms {
    private Forms() {}

    static Optional<Form> current(Model model) {
        if (model.isTooSmall()) {
            return Optional.empty();
        }
        if (model.overlay().isPresent()) {
            return model.overlay().get() instanceof Overlay.Dialog dialog
                    ? Optional.of(dialog.form())
                    : Optional.empty();
        }
        return model.place() instanceof Place.Player player ? player.form() : Optional.empty();
    }

    /// False while a key would have been meant for what was there before the confirmation (tui.md 3.2).
    static boolean isSettled(Model model) {
        return current(model).map(form -> form.isSettled(model.now())).orElse(true);
    }

    static Model type(Model model, char character) {
        return current(model).map(Form::inField).orElse(false) ? change(model, form -> form.type(character)) : model;
    }

    static Model change(Model model, UnaryOperator<Form> change) {
        if (model.overlay().isPresent()) {
            return model.overlay().get() instanceof Overlay.Dialog dialog
                    ? model.withOverlay(
                            dialog.withForm(change.apply(dialog.form()).touched(model.now())))
                    : model;
        }
        return model.place() instanceof Place.Player player && player.form().isPresent()
                ? model.at(PlayerScreen.withForm(
                        player, player.form().map(form -> change.apply(form).touched(model.now()))))
                : model;
    }

    /// The keys of a confirmation. `press` gets the button that Enter presses, `stay` is Esc.
    static List<Binding> bindings(
            Form form, Function<Model, Next> stay, Function<Form.Button, Function<Model, Next>> press) {
        boolean named = form.name().isPresent();
        Binding tab = new Binding(
                List.of("Tab", "Shift+Tab"),
                "Tab",
                named ? "to buttons" : "",
                "next button",
                m -> Next.of(change(m, Form::forward)));
        Binding escape = Binding.of("Esc", "stay here", "stay here, nothing is done", stay);
        Binding arrows = new Binding(
                List.of("Right"), "Left Right", named ? "" : "choose", "next button", m -> move(m, Form::right));
        Binding left = new Binding(List.of("Left"), "Left", "", "button before", m -> move(m, Form::left));
        Binding down = new Binding(List.of("Down"), "Down", "", "to buttons", m -> move(m, Forms::below));
        Binding up = new Binding(List.of("Up"), "Up", "", "back to the field", m -> move(m, Forms::above));
        Binding erase = Binding.quiet("Backspace", "erase", m -> Next.of(change(m, Form::erase)));
        Binding enter = Binding.of(
                "Enter",
                named ? "" : "press",
                "press the button",
                m -> form.pressed().map(button -> press.apply(button).apply(m)).orElseGet(() -> notYet(m)));
        return named
                ? List.of(enter, tab, escape, arrows, left, down, up, erase)
                : List.of(arrows, enter, escape, tab, left, down, up);
    }

    private static Form below(Form form) {
        return form.inField() ? form.down() : form.right();
    }

    private static Form above(Form form) {
        return form.name().isPresent() ? form.up() : form.left();
    }

    private static Next move(Model model, UnaryOperator<Form> move) {
        return Next.of(change(model, move));
    }

    private static Next notYet(Model model) {
        return Next.of(model.withNote("The name does not match: nothing is done."));
    }
}
