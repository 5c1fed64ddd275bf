package dev.lifeboat.runbooks.steps;

import dev.lifeboat.runbooks.HealthSpec;
import dev.lifeboat.runbooks.ServiceSpec;
import dev.lifeboat.runbooks.services.ContainerChoice;
import java.net.URI;

/// From the words of the plan to those of the adapters.
final class ServiceSpecs {
    private ServiceSpecs() {}

    static dev.lifeboat.runbooks.services.ServiceSpec of(ServiceSpec spec) {
        return switch (spec) {
            case ServiceSpec.Docker docker -> new dev.lifeboat.runbooks.services.ServiceSpec.Docker(choice(docker));
            case ServiceSpec.Command command ->
                new dev.lifeboat.runbooks.services.ServiceSpec.Command(
                        command.stop(), command.start(), command.status());
        };
    }

    private static ContainerChoice choice(ServiceSpec.Docker docker) {
        return switch (docker.match()) {
            case EXACT_NAME -> new ContainerChoice.Named(docker.value());
            case NAME_CONTAINS -> new ContainerChoice.NameContains(docker.value());
            case LABEL -> labelled(docker.value());
        };
    }

    private static ContainerChoice labelled(String text) {
        int equals = text.indexOf('=');
        return new ContainerChoice.Labelled(
                equals < 0 ? text : text.substring(0, equals), equals < 0 ? "" : text.substring(equals + 1));
    }

    static dev.lifeboat.runbooks.services.HealthSpec of(HealthSpec spec) {
        return switch (spec) {
            case HealthSpec.Url url ->
                new dev.lifeboat.runbooks.services.HealthSpec.Url(URI.create(url.url()), url.expect(), url.timeout());
            case HealthSpec.Command command ->
                new dev.lifeboat.runbooks.services.HealthSpec.Command(command.command(), command.timeout());
        };
    }
}
