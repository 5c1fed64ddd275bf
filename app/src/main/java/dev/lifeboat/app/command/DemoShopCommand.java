package dev.lifeboat.app.command;

import dev.lifeboat.app.demo.Sandbox;
import dev.lifeboat.app.demo.Shop;
import dev.lifeboat.app.wire.Parts;
import dev.lifeboat.app.wire.UntilSignal;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// The application of the demonstration, as a process.
@Command(name = "demo-shop", hidden = true, description = "The application of the demonstration.")
final class DemoShopCommand implements Callable<Integer> {
    private static final Duration CLOSING_LIMIT = Duration.ofSeconds(15);

    private final Parts parts;

    @Spec
    CommandSpec spec = CommandSpec.create();

    @Parameters(paramLabel = "SANDBOX")
    Path sandbox = Path.of("/");

    DemoShopCommand(Parts parts) {
        this.parts = parts;
    }

    @Override
    public Integer call() {
        Shop shop = new Shop(
                new Sandbox(sandbox),
                new SecureRandom(),
                parts.surroundings().clock(),
                spec.commandLine().getOut());
        return UntilSignal.run(shop::run, shop::close, CLOSING_LIMIT);
    }
}
