import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.spi.ToolProvider;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;

/// Puts the self-contained image together: `runtime/`, `lib/`, `lib/native/`, `bin/lifeboat`.
///
/// Run by the build with the JDK that compiled the classes, as a source file: `java Assemble.java IMAGE JARS LAUNCHER`.
/// The runtime is made only when the JDK or the list of modules has changed, since it takes most of the time.
final class Assemble {
    private static final List<String> MODULES = List.of(
            "java.base", "java.logging", "java.management", "java.sql", "java.xml", "jdk.net", "jdk.unsupported");

    /// Where the libraries that hold native code keep it, by the machine's name in Java.
    private static final Map<String, List<NativeEntry>> NATIVE = Map.of(
            "amd64",
            List.of(
                    new NativeEntry("sqlite-jdbc", "org/sqlite/native/Linux/x86_64/libsqlitejdbc.so"),
                    new NativeEntry("lz4-java", "net/jpountz/util/linux/amd64/liblz4-java.so")),
            "aarch64",
            List.of(
                    new NativeEntry("sqlite-jdbc", "org/sqlite/native/Linux/aarch64/libsqlitejdbc.so"),
                    new NativeEntry("lz4-java", "net/jpountz/util/linux/aarch64/liblz4-java.so")));

    private record NativeEntry(String jarPrefix, String entry) {}

    public static void main(String[] args) throws IOException {
        Path image = Path.of(args[0]).toAbsolutePath();
        Path jars = Path.of(args[1]);
        Path launcher = Path.of(args[2]);
        Files.createDirectories(image);
        makeRuntime(image.resolve("runtime"));
        copyJars(jars, image.resolve("lib"));
        unpackNative(image.resolve("lib"));
        installLauncher(launcher, image.resolve("bin"));
        Path directives = launcher.resolveSibling("compile.json");
        Files.copy(directives, image.resolve("lib").resolve(directives.getFileName()));
        Files.writeString(image.resolve("built"), System.getProperty("java.vm.version") + "\n");
    }

    private static void makeRuntime(Path runtime) throws IOException {
        String wanted = System.getProperty("java.vm.version") + " " + String.join(",", MODULES) + "\n";
        Path mark = runtime.resolve("lifeboat-modules");
        if (Files.exists(mark) && Files.readString(mark).equals(wanted)) {
            return;
        }
        deleteTree(runtime);
        ToolProvider jlink = ToolProvider.findFirst("jlink").orElseThrow();
        int status = jlink.run(
                new PrintWriter(System.out, true),
                new PrintWriter(System.err, true),
                "--add-modules", String.join(",", MODULES),
                "--output", runtime.toString(),
                "--strip-debug",
                "--no-header-files",
                "--no-man-pages",
                "--vm", "server");
        if (status != 0) {
            throw new IOException("jlink ended with " + status);
        }
        Files.writeString(mark, wanted);
    }

    private static void copyJars(Path from, Path lib) throws IOException {
        deleteTree(lib);
        Files.createDirectories(lib);
        for (Path jar : files(from)) {
            Files.copy(jar, lib.resolve(jar.getFileName()), StandardCopyOption.COPY_ATTRIBUTES);
        }
    }

    private static void unpackNative(Path lib) throws IOException {
        Path target = Files.createDirectories(lib.resolve("native"));
        List<NativeEntry> entries = NATIVE.get(System.getProperty("os.arch"));
        if (entries == null) {
            throw new IOException("no native libraries are known for " + System.getProperty("os.arch"));
        }
        for (NativeEntry wanted : entries) {
            Path jar = files(lib).stream()
                    .filter(file -> file.getFileName().toString().startsWith(wanted.jarPrefix))
                    .findFirst()
                    .orElseThrow(() -> new IOException("no jar begins with " + wanted.jarPrefix));
            try (ZipFile zip = new ZipFile(jar.toFile())) {
                ZipEntry entry = zip.getEntry(wanted.entry);
                try (InputStream in = zip.getInputStream(entry)) {
                    Files.copy(in, target.resolve(Path.of(wanted.entry).getFileName()));
                }
            }
        }
    }

    private static void installLauncher(Path launcher, Path bin) throws IOException {
        Path target = Files.createDirectories(bin).resolve("lifeboat");
        Files.copy(launcher, target, StandardCopyOption.REPLACE_EXISTING);
        Files.setPosixFilePermissions(target, PosixFilePermissions.fromString("rwxr-xr-x"));
    }

    private static List<Path> files(Path directory) throws IOException {
        try (Stream<Path> entries = Files.list(directory)) {
            return entries.filter(Files::isRegularFile).sorted().toList();
        }
    }

    private static void deleteTree(Path top) throws IOException {
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
