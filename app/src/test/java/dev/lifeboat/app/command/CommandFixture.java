package dev.lifeboat.app.command;

import dev.lifeboat.app.wire.Parts;
import dev.lifeboat.app.wire.Surroundings;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Map;
import java.util.Optional;

/// Runs command lines as a user without a terminal in a home of their own.
final class CommandFixture {
    private final Path home;
    private final Map<String, String> environment;

    CommandFixture(Path home, Map<String, String> environment) {
        this.home = home;
        this.environment = environment;
    }

    record Result(int status, String out, String err) {}

    Result run(String... args) {
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        Surroundings surroundings = new Surroundings(
                environment, home, home, Optional.empty(), Clock.systemUTC(), false, false, false, false);
        int status =
                CommandTree.run(Parts.real(surroundings), new PrintWriter(out, true), new PrintWriter(err, true), args);
        return new Result(status, out.toString(), err.toString());
    }
}
