package dev.lifeboat.runbooks.services;

import java.util.List;

/// Something that writes a database and has to stand still while its file is exchanged.
///
/// `remember` and `status` change nothing. `stop` returns when the service is stopped *and fenced*: its supervisor does
/// not start it again, not after a crash of the supervisor either. `start` takes the fence away and starts it where it
/// ran before. Both are idempotent: after an interruption the same call is made again. Each call ends by its own
/// deadline. Failures that a person has to act on are `ProblemException`s: no such service, several, denied, still
/// running after the deadline. Stopping is no proof that nobody writes: that is asked of the kernel (RB-5).
public interface Service {
    /// As screens and reports call it: `docker legacy-web`.
    String name();

    /// The same once it has been looked at: the container that was found, where a part of its name or a label is
    /// configured.
    default String name(Remembered before) {
        return name();
    }

    /// The argument lists that `stop` runs, each as one line for consent (RB-9); none where they cannot be told now.
    List<String> stopCommands();

    /// The same for `start`, of a service that runs now.
    List<String> startCommands();

    ServiceStatus status();

    /// What `start` will need to know. Asked before the first `stop`, never after it.
    Remembered remember();

    void stop(Remembered before);

    void start(Remembered before);
}
