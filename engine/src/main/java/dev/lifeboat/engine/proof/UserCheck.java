package dev.lifeboat.engine.proof;

import java.time.Duration;
import java.util.Optional;

/// A check of the operator's own (`checks:` in the configuration). Without `within` the first value of the first row
/// must be true: neither 0 nor empty nor absent. With it that value is a time, and must be no older than `within`
/// before the moment that the copy is of.
public record UserCheck(String name, String sql, Optional<Duration> within) {
    public UserCheck {
        if (name.isBlank() || sql.isBlank()) {
            throw new IllegalArgumentException("a check needs a name and a statement: '" + name + "'");
        }
    }
}
