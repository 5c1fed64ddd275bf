package dev.lifeboat.runbooks.services;

import java.util.function.BooleanSupplier;

/// Asks an application whether it is well.
@FunctionalInterface
public interface HealthCheck {
    /// Asks again and again until it is well, the time of its configuration is over, or `cancelled`.
    Health await(BooleanSupplier cancelled);
}
