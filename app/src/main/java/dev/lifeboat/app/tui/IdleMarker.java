package dev.lifeboat.app.tui;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Locale;
import java.util.Optional;

/// Tells tests when there is nothing left to do: `idle <n> <frame hash>`, where `n` counts the keys, pastes, lines and
/// sizes that were taken in (tui.md 13.2). A driver that pressed k keys waits for n + k, however many other things
/// happened meanwhile.
final class IdleMarker {
    static final String VARIABLE = "LIFEBOAT_TEST_SYNC";

    private final Optional<Path> file;
    private String written = "";

    IdleMarker(Optional<Path> file) {
        this.file = file;
    }

    static IdleMarker of(java.util.Map<String, String> environment) {
        return new IdleMarker(Optional.ofNullable(environment.get(VARIABLE)).map(Path::of));
    }

    synchronized void idle(long inputs, long hash) {
        write(String.format(Locale.ROOT, "idle %d %08x\n", inputs, hash));
    }

    /// A confirmation has opened and takes no keys yet: the next mark says when it does.
    synchronized void busy() {
        write("busy\n");
    }

    private void write(String line) {
        if (file.isEmpty() || line.equals(written)) {
            return;
        }
        try {
            Files.write(
                    file.get(),
                    line.getBytes(StandardCharsets.US_ASCII),
                    StandardOpenOption.CREATE,
                    StandardOpenOption.APPEND);
            written = line;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
