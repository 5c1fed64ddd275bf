package dev.lifeboat.runbooks.services;

/// Makes the adapter for a service of the configuration.
@FunctionalInterface
public interface Services {
    Service of(ServiceSpec spec);
}
