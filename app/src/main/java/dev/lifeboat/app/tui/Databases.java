package dev.lifeboat.app.tui;

import java.util.List;

/// The databases of the configuration, as the dashboard needs them.
///
/// `look` may take long (it may list a replica) and is called on a virtual thread, never twice at once. It opens
/// everything read-only. One database that cannot be read is a row in state `UNREADABLE`, not an exception; it throws
/// [dev.lifeboat.engine.ProblemException] only where nothing can be said at all.
@FunctionalInterface
public interface Databases {
    Overview look();

    /// What was seen. The order does not matter: the screen sorts by need. Attention items come most urgent first.
    record Overview(List<DatabaseView> databases, List<Attention> attention) {
        public Overview {
            databases = List.copyOf(databases);
            attention = List.copyOf(attention);
        }
    }
}
