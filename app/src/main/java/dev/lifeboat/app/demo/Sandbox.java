package dev.lifeboat.app.demo;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.random.RandomGenerator;
import java.util.stream.Collectors;

/// The directory in which a demonstration lives. Everything it makes lies below, so that removing it removes
/// all.
///
/// The ledger stands apart from the database: it is what a customer remembers after the database has
/// forgotten.
public record Sandbox(Path root) {
    static final String DATABASE_NAME = "shop";
    private static final int ATTEMPTS = 100;

    public Sandbox {
        if (!root.isAbsolute()) {
            throw new IllegalArgumentException("the sandbox is not absolute: " + root);
        }
    }

    /// Makes a new one in `parent`, for its owner alone. Its name is short, because it is on every screen.
    public static Sandbox create(Path parent, RandomGenerator random) throws IOException {
        Files.createDirectories(parent);
        Sandbox sandbox = new Sandbox(freshDirectory(parent.toRealPath(), random));
        for (Path directory : List.of(sandbox.database(), sandbox.ledger(), sandbox.writerPid())) {
            Files.createDirectories(Objects.requireNonNull(directory.getParent()));
        }
        return sandbox;
    }

    private static Path freshDirectory(Path parent, RandomGenerator random) throws IOException {
        for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
            String name = String.format(Locale.ROOT, "lifeboat-demo-%04x", random.nextInt(0x10000));
            try {
                return Files.createDirectory(
                        parent.resolve(name),
                        PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
            } catch (FileAlreadyExistsException e) {
                // Somebody else's sandbox: another name.
                continue;
            }
        }
        throw new IOException("no free name for a sandbox in " + parent);
    }

    public Path database() {
        return root.resolve("data/shop.db");
    }

    public Path replica() {
        return root.resolve("backups/shop");
    }

    public Path ledger() {
        return root.resolve("ledger/ledger.txt");
    }

    public Path configuration() {
        return root.resolve("lifeboat.yml");
    }

    public Path writerPid() {
        return root.resolve("run/writer.pid");
    }

    public Path writerLog() {
        return root.resolve("run/writer.log");
    }

    public Path replicateLog() {
        return root.resolve("run/replicate.log");
    }

    /// Writes the configuration; `service` makes the command line that stops, starts or looks at the shop.
    void writeConfiguration(Service service) throws IOException {
        Files.writeString(configuration(), """
                # Made by: lifeboat demo
                environment: DEMO
                state-dir: %s
                dbs:
                  - path: %s
                    name: %s
                    services:
                      - command:
                          name: shop
                          stop: %s
                          start: %s
                          status: %s
                    health:
                      command: %s
                      timeout: 30s
                    replicas:
                      - path: %s
                """.formatted(
                        quoted(root.resolve("state").toString()),
                        quoted(database().toString()),
                        DATABASE_NAME,
                        list(service.command("stop")),
                        list(service.command("start")),
                        list(service.command("status")),
                        list(service.command("health")),
                        quoted(replica().toString())));
    }

    @FunctionalInterface
    interface Service {
        List<String> command(String verb);
    }

    private static String list(List<String> words) {
        return words.stream().map(Sandbox::quoted).collect(Collectors.joining(", ", "[", "]"));
    }

    // Double quotes with the escapes of YAML; a `$` would be taken for a variable of the environment.
    private static String quoted(String text) {
        StringBuilder quoted = new StringBuilder("\"");
        text.chars().forEach(c -> {
            if (c == '"' || c == '\\' || c == '$' || c < 0x20) {
                quoted.append(String.format(Locale.ROOT, "\\x%02x", c));
            } else {
                quoted.append((char) c);
            }
        });
        return quoted.append('"').toString();
    }
}
