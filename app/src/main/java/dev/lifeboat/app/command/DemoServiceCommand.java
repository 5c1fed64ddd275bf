package dev.lifeboat.app.command;

import dev.lifeboat.app.demo.Sandbox;
import dev.lifeboat.app.demo.ShopService;
import dev.lifeboat.app.wire.Parts;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// Starts, stops and looks at the application of the demonstration.
@Command(name = "demo-service", hidden = true, description = "The demonstration's application as a service.")
final class DemoServiceCommand implements Callable<Integer> {
    private static final int NO = 1;

    private final Parts parts;

    @Spec
    CommandSpec spec = CommandSpec.create();

    enum Verb {
        start,
        stop,
        status,
        health
    }

    @Parameters(index = "0")
    Verb verb = Verb.status;

    @Parameters(index = "1", paramLabel = "SANDBOX")
    Path sandbox = Path.of("/");

    DemoServiceCommand(Parts parts) {
        this.parts = parts;
    }

    @Override
    public Integer call() throws IOException {
        ShopService service = new ShopService(
                new Sandbox(sandbox),
                parts.ownExecutable().with("demo-shop", sandbox.toString()),
                ProcessBuilder::start,
                parts.surroundings().clock());
        return switch (verb) {
            case start -> {
                service.start();
                yield 0;
            }
            case stop -> {
                service.stop();
                yield 0;
            }
            case status -> service.isRunning() ? 0 : NO;
            case health -> service.isHealthy() ? 0 : NO;
        };
    }
}
