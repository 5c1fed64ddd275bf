package dev.lifeboat.engine.timeline;

import java.nio.file.Path;
import java.util.Optional;

/// Keeps as much as a file may hold, in a process whose heap is bounded from outside. Exits with 1 where it cannot.
final class KeepMain {
    static final String LOCATION = "memory:";

    private KeepMain() {}

    static void main(String[] arguments) {
        Optional<String> warning = new MemoryFiles(Path.of(arguments[0])).keep(LOCATION, ObjectMemoryTest.some(20_000));
        warning.ifPresent(System.out::println);
        System.exit(warning.isPresent() ? 1 : 0);
    }
}
