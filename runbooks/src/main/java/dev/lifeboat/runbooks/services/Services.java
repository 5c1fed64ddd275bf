package dev.lifeboat.runbooks.services;

import dev.lifeboat.runbooks.ServiceSpec;

/// Makes the adapter for a service of the configuration.
@FunctionalInterface
public interface Services {
    Service of(ServiceSpec spec);
}
