package dev.lifeboat.app.tui;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/// One database on the dashboard. Text that came from outside is kept as it was: the painters sanitise.
///
/// `name` is what the user types and what lists show (the file name without its ending, made unique by the
/// configuration); `file` is the whole path. `lagMillis` is the time since the newest change that is not
/// uploaded yet, 0 where all is uploaded. `proof` is the last restore that was checked. `details` are the lines
/// of the lower pane, in order.
public record DatabaseView(
        String name,
        String file,
        State state,
        OptionalLong lagMillis,
        Optional<Instant> lastPoint,
        Optional<Instant> snapshot,
        OptionalLong sizeBytes,
        Optional<Proof> proof,
        List<Detail> details) {
    public DatabaseView {
        details = List.copyOf(details);
    }

    /// In order of need: the first one needs somebody most.
    public enum State {
        DAMAGED,
        UNREADABLE,
        /// Its replicator runs and does not copy it, or no longer to one of its replicas.
        STOPPED,
        GAP,
        NO_REPLICA,
        LAGGING,
        BUSY,
        OK
    }

    public record Proof(Instant at, boolean good) {}

    /// One line `label  text` of the detail pane; the label has at most ten cells, as `file`, `replica`, `window`,
    /// `lag, 1 h`, `containers`. A text too long for the pane is cut.
    public record Detail(String label, String text) {}
}
