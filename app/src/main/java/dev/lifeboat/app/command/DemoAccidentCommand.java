package dev.lifeboat.app.command;

import dev.lifeboat.app.demo.Accident;
import dev.lifeboat.app.demo.Sandbox;
import java.io.IOException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// Damages the database of a demonstration, and no other: it takes a sandbox, never a database.
@Command(name = "demo-accident", hidden = true, description = "Damages the database of a demonstration.")
final class DemoAccidentCommand implements Callable<Integer> {
    @Spec
    CommandSpec spec = CommandSpec.create();

    @Parameters(paramLabel = "SANDBOX")
    Path sandbox = Path.of("/");

    @Override
    public Integer call() throws IOException {
        Accident.Harm harm = Accident.happen(new Sandbox(sandbox).database(), new SecureRandom());
        spec.commandLine()
                .getOut()
                .println("%d pages of %d bytes overwritten, from page %d on"
                        .formatted(harm.pages(), harm.pageSize(), harm.firstPage()));
        return 0;
    }
}
