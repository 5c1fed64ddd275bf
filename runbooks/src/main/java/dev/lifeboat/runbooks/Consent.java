package dev.lifeboat.runbooks;

import java.util.Optional;

/// What was agreed to before the run began, for runs that nobody watches. `yes` answers questions of level 2,
/// `confirm` is the name for those of level 3. Neither answers a question about doubt: those wait for a person.
public record Consent(boolean yes, Optional<String> confirm) {
    /// Everything is asked.
    public static Consent none() {
        return new Consent(false, Optional.empty());
    }
}
