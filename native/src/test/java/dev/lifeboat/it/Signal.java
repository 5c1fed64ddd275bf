package dev.lifeboat.it;

import java.nio.file.Path;

/// Sends a process what Java itself cannot: any signal by its name.
final class Signal {
    private Signal() {}

    static void send(Path scratch, String name, Process process) throws Exception {
        Tool.run(scratch, "kill", "-s", name, Long.toString(process.pid()));
    }
}
