package dev.lifeboat.app.tui;

/// What shows the model to somebody: the full screen or plain mode. Called by the update thread, which must not wait
/// for a slow line: `show` only hands the model on.
interface Front {
    /// Shows `model` soon; a newer one may take its place before that happens.
    void show(Model model);

    /// Paints every cell again, with the terminal's modes set afresh.
    void redraw();

    /// Gives the terminal to the calling shell and stops this process; returns when it goes on.
    void suspend();

    /// A line of plain mode was taken in: its prompt is used up.
    void answered();

    /// Nothing is left to do: whoever waits for a person says so now.
    void idle(Model model);

    /// Whether the newest model has been shown.
    boolean isDone();

    /// Tells what is shown apart from what was shown before, for [IdleMarker].
    long hash();
}
