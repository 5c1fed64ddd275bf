package dev.lifeboat.engine.restore;

import com.google.gson.Gson;
import com.google.gson.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Assumptions;

/// The archives beside the project, made by real Litestream binaries.
public final class Shared {
    private static final Path DATA = Path.of(System.getProperty("lifeboat.root", ".."), "..", "shared", "data");

    private Shared() {}

    public static void require() {
        Assumptions.assumeTrue(Files.isDirectory(DATA), "skipped: no archives in ../shared/data");
    }

    public static JsonObject json(String name) throws IOException {
        return new Gson().fromJson(Files.readString(DATA.resolve(name + ".json")), JsonObject.class);
    }

    /// Unpacks with tar, which keeps times to the nanosecond.
    public static Path unpack(String name, Path into) throws IOException, InterruptedException {
        Files.createDirectories(into);
        Process tar = new ProcessBuilder(
                        "tar", "-xpf", DATA.resolve(name + ".tar").toString(), "-C", into.toString())
                .inheritIO()
                .start();
        if (tar.waitFor() != 0) {
            throw new IOException("tar could not unpack " + name);
        }
        return into;
    }
}
