package dev.lifeboat.app.replicate;

import dev.lifeboat.app.config.DatabaseSettings;
import dev.lifeboat.engine.replicate.control.ReplicatorStatus;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.OptionalInt;

/// The replicators of one process. Nothing here waits for a database or a store but `await`. For any thread.
public interface Engines {
    /// Begins to replicate one database more.
    void start(DatabaseSettings database);

    /// Ends the replication of one database: a last sync, then it is let go. What it could not send is logged and
    /// does not make the exit status of the process.
    void end(Path database);

    /// Whether a database whose replication was ended is not let go yet: the last sync waits for the store, or for a
    /// disk. Until then nobody else can replicate what is in its place.
    boolean isEnding(Path database);

    /// In the order in which they were started; those that have ended are left out.
    List<ReplicatorStatus> statuses();

    /// Whether one could not go on, which ends the process: whoever supervises it then sees it.
    boolean hasFailed();

    /// Asks all of them to end: a last sync, what is left to the stores within the shutdown timeout, then the
    /// databases are let go (ST-1).
    void stop();

    /// Waits until all have ended; the exit status of the one that went worst, 0 where everything was acknowledged
    /// (ST-2). Nothing where they did not end in time.
    OptionalInt await(Duration longest);
}
