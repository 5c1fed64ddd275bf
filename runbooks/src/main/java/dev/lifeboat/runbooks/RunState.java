package dev.lifeboat.runbooks;

/// Where a run stands (tui.md 7.2). `LOST` is never written: it is concluded when the journal says that work is
/// under way and no worker is alive.
public enum RunState {
    PLANNED,
    WORKING,
    ASKING,
    PAUSED,
    FAILED,
    LOST,
    UNDOING,
    UNDONE,
    ABORTED,
    DONE;

    /// Nothing more will happen in this run unless somebody asks for its undo.
    public boolean isEnded() {
        return this == UNDONE || this == ABORTED || this == DONE;
    }
}
