package dev.lifeboat.app.command;

import dev.lifeboat.app.output.Console;
import dev.lifeboat.engine.restore.Leftovers;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/// Watches for the end of the process (Ctrl-C, TERM, HUP) while a restore is under way: takes away what it has
/// written so far, and says so. The exit status stays the signal's.
final class Interruption implements Closeable {
    private final Thread hook;

    /// The innermost first.
    private final List<Path> absentAbove;

    private volatile boolean hasCome;

    private Interruption(Path output, Console console, Runnable first) {
        this.absentAbove = absentAbove(output);
        this.hook = new Thread(() -> end(output, console, first), "interrupted");
    }

    /// `first` is done before anything is said.
    static Interruption watch(Path output, Console console, Runnable first) {
        Interruption interruption = new Interruption(output, console, first);
        try {
            Runtime.getRuntime().addShutdownHook(interruption.hook);
        } catch (IllegalStateException e) {
            interruption.hasCome = true;
        }
        return interruption;
    }

    /// What fails from then on fails because of it, and nobody has to hear of that.
    boolean hasCome() {
        return hasCome;
    }

    private void end(Path output, Console console, Runnable first) {
        hasCome = true;
        first.run();
        try {
            Leftovers.abandon(output);
        } catch (IOException e) {
            console.note("interrupted; what was restored so far could not be removed: " + e.getMessage());
            return;
        }
        if (!Files.exists(output, LinkOption.NOFOLLOW_LINKS)) {
            removeEmpty();
            console.note("interrupted: nothing was written; the same command begins anew");
        }
    }

    /// Directories that the restore has made above its output.
    private void removeEmpty() {
        try {
            for (Path directory : absentAbove) {
                Files.deleteIfExists(directory);
            }
        } catch (IOException e) {
            // Somebody has put something there.
            return;
        }
    }

    private static List<Path> absentAbove(Path output) {
        return Stream.iterate(
                        output.toAbsolutePath().getParent(), at -> at != null && !Files.exists(at), Path::getParent)
                .toList();
    }

    @Override
    public void close() {
        try {
            Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException e) {
            hasCome = true;
        }
    }
}
