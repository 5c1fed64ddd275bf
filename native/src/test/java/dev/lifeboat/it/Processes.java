package dev.lifeboat.it;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/// The processes of this host, whoever started them.
final class Processes {
    private Processes() {}

    /// The command lines that name `path` or something below it.
    static List<String> naming(Path path) {
        return ProcessHandle.allProcesses()
                .map(Processes::commandLine)
                .filter(line -> line.contains(path.toString()))
                .toList();
    }

    /// Kills them and waits until they are gone.
    static void end(Duration limit, Path path) throws Exception {
        ProcessHandle.allProcesses()
                .filter(process -> commandLine(process).contains(path.toString()))
                .forEach(ProcessHandle::destroyForcibly);
        Wait.until(limit, "nobody names " + path, () -> naming(path).isEmpty());
    }

    private static String commandLine(ProcessHandle process) {
        try {
            byte[] raw = Files.readAllBytes(Path.of("/proc", Long.toString(process.pid()), "cmdline"));
            return process.pid() + " " + new String(raw, StandardCharsets.UTF_8).replace('\0', ' ');
        } catch (IOException e) {
            // It has ended meanwhile.
            return "";
        }
    }
}
