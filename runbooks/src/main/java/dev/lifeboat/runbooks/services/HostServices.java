package dev.lifeboat.runbooks.services;

import dev.lifeboat.runbooks.ServiceSpec;

/// The services of this host, through the platforms' command lines.
public final class HostServices implements Services {
    private final Commands commands;

    public HostServices(Commands commands) {
        this.commands = commands;
    }

    @Override
    public Service of(ServiceSpec spec) {
        return switch (spec) {
            case ServiceSpec.Docker docker -> new DockerService(docker, new Docker(commands));
            case ServiceSpec.Command command -> new CommandService(command, commands);
        };
    }
}
