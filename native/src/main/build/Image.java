import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/// Where things lie in the image, and how its program is started.
record Image(Path home) {
    static final String MAIN = "dev.lifeboat.app.Main";

    Path runtime() {
        return home.resolve("runtime");
    }

    Path lib() {
        return home.resolve("lib");
    }

    /// Names the other jars, in one order on every machine.
    Path classPath() {
        return lib().resolve("lifeboat.jar");
    }

    List<Path> jars() throws IOException {
        return files(lib()).stream()
                .filter(file -> file.toString().endsWith(".jar"))
                .toList();
    }

    Path jar(String prefix) throws IOException {
        return jars().stream()
                .filter(file -> file.getFileName().toString().startsWith(prefix))
                .findFirst()
                .orElseThrow(() -> new IOException("no jar begins with " + prefix));
    }

    /// What a class archive has to agree on with the launcher, and `options`.
    List<String> java(String... options) {
        List<String> command = new ArrayList<>(List.of(
                runtime().resolve("bin/java").toString(),
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseCompactObjectHeaders",
                "--enable-native-access=ALL-UNNAMED",
                "-Dorg.sqlite.lib.path=" + lib().resolve("native"),
                "-Dorg.sqlite.lib.name=libsqlitejdbc.so",
                "-Djava.library.path=" + lib().resolve("native")));
        command.addAll(List.of(options));
        command.add("-cp");
        command.add(classPath().toString());
        return command;
    }

    /// @throws IOException with all that the command said, where it fails
    void run(List<String> command, Path scratch) throws IOException {
        Path said = Files.createTempFile(scratch, "said", ".txt");
        ProcessBuilder builder = new ProcessBuilder(command)
                .directory(scratch.toFile())
                .redirectErrorStream(true)
                .redirectInput(ProcessBuilder.Redirect.from(Path.of("/dev/null").toFile()))
                .redirectOutput(said.toFile());
        builder.environment().keySet().removeIf(name -> name.startsWith("AWS_")
                || name.startsWith("LITESTREAM_")
                || name.startsWith("LIFEBOAT_")
                || name.endsWith("JAVA_OPTIONS")
                || name.endsWith("_proxy")
                || name.endsWith("_PROXY")
                || name.equals("JAVA_TOOL_OPTIONS"));
        builder.environment().put("AWS_ACCESS_KEY_ID", "training");
        builder.environment().put("AWS_SECRET_ACCESS_KEY", "training");
        builder.environment().put("HOME", scratch.toString());
        builder.environment().put("XDG_STATE_HOME", scratch.resolve("state").toString());
        try {
            int status = builder.start().waitFor();
            if (status != 0) {
                throw new IOException(
                        String.join(" ", command) + " ended with " + status + ":\n" + Files.readString(said));
            }
        } catch (InterruptedException e) {
            throw new IOException(e);
        }
    }

    static List<Path> files(Path directory) throws IOException {
        try (Stream<Path> entries = Files.list(directory)) {
            return entries.filter(Files::isRegularFile).sorted().toList();
        }
    }

    static void deleteTree(Path top) throws IOException {
        if (!Files.exists(top)) {
            return;
        }
        List<Path> all = new ArrayList<>();
        try (Stream<Path> tree = Files.walk(top)) {
            tree.forEach(all::add);
        }
        for (Path path : all.reversed()) {
            Files.delete(path);
        }
    }
}
