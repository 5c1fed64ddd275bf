package dev.lifeboat.app;

import dev.lifeboat.app.command.CommandTree;
import dev.lifeboat.app.wire.Logging;
import dev.lifeboat.app.wire.Parts;
import dev.lifeboat.app.wire.Surroundings;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;

/// The `lifeboat` executable: arguments in, exit status out.
public final class Main {
    private Main() {}

    public static void main(String[] args) {
        Logging.keepUntilTheEnd();
        Surroundings surroundings = Surroundings.ofThisProcess();
        int status =
                CommandTree.run(Parts.real(surroundings), writer(FileDescriptor.out), writer(FileDescriptor.err), args);
        System.exit(status);
    }

    // Results are UTF-8 whatever the locale says: they are read by programs too.
    private static PrintWriter writer(FileDescriptor descriptor) {
        return new PrintWriter(new PrintStream(new FileOutputStream(descriptor), false, StandardCharsets.UTF_8), true);
    }
}
