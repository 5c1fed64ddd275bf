package dev.lifeboat.app.wire;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// The command that starts this program once more: the launcher where it started us, else the same Java on
/// the same class path.
public record OwnExecutable(List<String> prefix) {
    /// Properties that name the SQLite library (SE-6); a child must use the same one.
    private static final List<String> HANDED_ON =
            List.of("org.sqlite.lib.path", "org.sqlite.lib.name", "java.library.path");

    public OwnExecutable {
        prefix = List.copyOf(prefix);
    }

    public static OwnExecutable of(Optional<Path> launcher) {
        return launcher.map(path -> new OwnExecutable(List.of(path.toString())))
                .orElseGet(OwnExecutable::javaOfThisProcess);
    }

    private static OwnExecutable javaOfThisProcess() {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(List.of("--enable-native-access=ALL-UNNAMED", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1"));
        for (String name : HANDED_ON) {
            String value = System.getProperty(name, "");
            if (!value.isEmpty()) {
                command.add("-D" + name + "=" + value);
            }
        }
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), "dev.lifeboat.app.Main"));
        return new OwnExecutable(command);
    }

    /// The whole command line with these arguments.
    public List<String> with(String... arguments) {
        List<String> command = new ArrayList<>(prefix);
        command.addAll(List.of(arguments));
        return List.copyOf(command);
    }
}
