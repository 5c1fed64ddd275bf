package dev.lifeboat.rig.store;

import dev.lifeboat.rig.Arguments;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/// The store as a process: `--directory` for objects and log, `--port` (0 for any), `--faults` to begin with,
/// `--no-fsync` for a log that need not survive a power cut. The port is written to `port` in the directory.
public final class StoreMain {
    private StoreMain() {}

    public static void main(String[] arguments) throws IOException {
        Arguments given = Arguments.of(arguments);
        Path directory = Path.of(given.text("directory"));
        Objects objects = new Objects(directory);
        Multiparts multiparts = new Multiparts(objects);
        try (Log log = new Log(directory.resolve("log"), !given.has("no-fsync"))) {
            Service service = new Service(objects, multiparts, log);
            Faults faults = Faults.NONE.with(given.text("faults", ""));
            Server server = new Server(given.count("port", 0), service, multiparts, faults);
            Path fresh = directory.resolve("port.new");
            Files.writeString(fresh, Integer.toString(server.port()));
            Files.move(fresh, directory.resolve("port"), StandardCopyOption.ATOMIC_MOVE);
            server.run();
        }
    }
}
