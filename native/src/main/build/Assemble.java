import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.jar.Attributes;
import java.util.jar.JarFile;
import java.util.jar.Manifest;
import java.util.spi.ToolProvider;
import java.util.stream.Collectors;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import java.util.zip.ZipOutputStream;

/// Puts the self-contained image together: `runtime/`, `lib/`, `lib/native/`, `bin/lifeboat`.
///
/// Run by the build with the JDK that compiled the classes, as source files:
/// `java Assemble.java IMAGE JARS SOURCES LAUNCHER`. The runtime is made only when the JDK or the list of modules has
/// changed, and the class archive only when the jars have, since they take most of the time.
final class Assemble {
    static final String RUNTIME_MARK = "lifeboat-modules";

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
        Image image = new Image(Path.of(args[0]).toAbsolutePath());
        Path jars = Path.of(args[1]);
        Path sources = Path.of(args[2]);
        Path launcher = Path.of(args[3]);
        Files.createDirectories(image.home());
        makeRuntime(image.runtime());
        Path before = image.home().resolve("lib.before");
        Image.deleteTree(before);
        if (Files.exists(image.lib())) {
            Files.move(image.lib(), before);
        }
        copyJars(jars, sources, image);
        unpackNative(image);
        new ClassArchive(image).make(before);
        Image.deleteTree(before);
        installLauncher(launcher, image.home().resolve("bin"));
        Path directives = launcher.resolveSibling("compile.json");
        Files.copy(directives, image.lib().resolve(directives.getFileName()));
        Files.writeString(image.home().resolve("built"), System.getProperty("java.vm.version") + "\n");
    }

    private static void makeRuntime(Path runtime) throws IOException {
        String wanted = System.getProperty("java.vm.version") + " " + String.join(",", MODULES) + "\n";
        Path mark = runtime.resolve(RUNTIME_MARK);
        if (Files.exists(mark) && Files.readString(mark).equals(wanted)) {
            return;
        }
        Image.deleteTree(runtime);
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

    private static void copyJars(Path from, Path sources, Image image) throws IOException {
        Files.createDirectories(image.lib());
        Recompiled recompiled = new Recompiled(sources);
        for (Path jar : Image.files(from)) {
            Path target = image.lib().resolve(jar.getFileName());
            Files.copy(recompiled.orAsItIs(jar), target);
            ClassArchive.stamp(target);
        }
        writeClassPath(image);
    }

    private static void writeClassPath(Image image) throws IOException {
        Manifest manifest = new Manifest();
        manifest.getMainAttributes().put(Attributes.Name.MANIFEST_VERSION, "1.0");
        manifest.getMainAttributes()
                .put(
                        Attributes.Name.CLASS_PATH,
                        image.jars().stream()
                                .map(jar -> jar.getFileName().toString())
                                .collect(Collectors.joining(" ")));
        try (ZipOutputStream zip = new ZipOutputStream(Files.newOutputStream(image.classPath()))) {
            ZipEntry entry = new ZipEntry(JarFile.MANIFEST_NAME);
            entry.setLastModifiedTime(FileTime.fromMillis(0));
            zip.putNextEntry(entry);
            manifest.write(zip);
        }
        ClassArchive.stamp(image.classPath());
    }

    private static void unpackNative(Image image) throws IOException {
        Path target = Files.createDirectories(image.lib().resolve("native"));
        List<NativeEntry> entries = NATIVE.get(System.getProperty("os.arch"));
        if (entries == null) {
            throw new IOException("no native libraries are known for " + System.getProperty("os.arch"));
        }
        for (NativeEntry wanted : entries) {
            try (ZipFile zip = new ZipFile(image.jar(wanted.jarPrefix).toFile());
                    InputStream in = zip.getInputStream(zip.getEntry(wanted.entry))) {
                Files.copy(in, target.resolve(Path.of(wanted.entry).getFileName()));
            }
        }
    }

    private static void installLauncher(Path launcher, Path bin) throws IOException {
        Path target = Files.createDirectories(bin).resolve("lifeboat");
        Files.copy(launcher, target, StandardCopyOption.REPLACE_EXISTING);
        Files.setPosixFilePermissions(target, PosixFilePermissions.fromString("rwxr-xr-x"));
    }
}
