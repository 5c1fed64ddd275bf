package dev.lifeboat.engine.timeline;

import java.nio.file.Path;

/// Recalls what [KeepMain] kept, in a process whose heap is bounded from outside. Exits with 1 where that is nothing.
final class RecallMain {
    private RecallMain() {}

    static void main(String[] arguments) {
        System.exit(
                new MemoryFiles(Path.of(arguments[0])).recall(KeepMain.LOCATION).isEmpty() ? 1 : 0);
    }
}
