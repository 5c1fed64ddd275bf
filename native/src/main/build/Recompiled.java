import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Enumeration;
import java.util.List;
import java.util.spi.ToolProvider;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import java.util.zip.ZipOutputStream;

/// Jars whose class files are too old for a class archive, compiled again from their own unchanged sources.
///
/// `directory` holds `NAME-sources.jar` for each such `NAME.jar`, and what was compiled from it before.
record Recompiled(Path directory) {
    Path orAsItIs(Path jar) throws IOException {
        String name = jar.getFileName().toString().replaceFirst("\\.jar$", "");
        Path sources = directory.resolve(name + "-sources.jar");
        Path made = directory.resolve(name + ".jar");
        if (!Files.exists(sources)) {
            return jar;
        }
        if (!Files.exists(made)) {
            make(jar, sources, made);
        }
        return made;
    }

    private static void make(Path jar, Path sources, Path made) throws IOException {
        Path scratch = Files.createTempDirectory("lifeboat-recompiled");
        try {
            Path classes = scratch.resolve("classes");
            compile(unpacked(sources, scratch.resolve("sources")), classes);
            Path whole = scratch.resolve("whole.jar");
            replace(jar, classes, whole);
            Files.copy(whole, made);
        } finally {
            Image.deleteTree(scratch);
        }
    }

    private static List<Path> unpacked(Path sources, Path target) throws IOException {
        List<Path> files = new ArrayList<>();
        try (ZipFile zip = new ZipFile(sources.toFile())) {
            for (ZipEntry entry : entries(zip)) {
                Path file = target.resolve(entry.getName()).normalize();
                if (entry.getName().endsWith(".java") && file.startsWith(target)) {
                    Files.createDirectories(file.getParent());
                    try (InputStream in = zip.getInputStream(entry)) {
                        Files.copy(in, file);
                    }
                    files.add(file);
                }
            }
        }
        return files;
    }

    private static void compile(List<Path> files, Path target) throws IOException {
        List<String> arguments = new ArrayList<>(
                List.of("-d", target.toString(), "-nowarn", "-proc:none", "-Xlint:none", "-encoding", "UTF-8"));
        files.forEach(file -> arguments.add(file.toString()));
        int status = ToolProvider.findFirst("javac")
                .orElseThrow()
                .run(
                        new PrintWriter(OutputStream.nullOutputStream()),
                        new PrintWriter(System.err, true),
                        arguments.toArray(String[]::new));
        if (status != 0) {
            throw new IOException("javac ended with " + status);
        }
    }

    /// The jar with the classes that were compiled in place of its own, and everything else as it is.
    private static void replace(Path jar, Path classes, Path made) throws IOException {
        try (ZipFile zip = new ZipFile(jar.toFile());
                ZipOutputStream out = new ZipOutputStream(Files.newOutputStream(made))) {
            for (ZipEntry entry : entries(zip)) {
                out.putNextEntry(new ZipEntry(entry.getName()));
                Path compiled = classes.resolve(entry.getName());
                if (entry.getName().endsWith(".class") && Files.exists(compiled)) {
                    Files.copy(compiled, out);
                } else {
                    zip.getInputStream(entry).transferTo(out);
                }
            }
        }
    }

    private static List<ZipEntry> entries(ZipFile zip) {
        List<ZipEntry> all = new ArrayList<>();
        for (Enumeration<? extends ZipEntry> each = zip.entries(); each.hasMoreElements(); ) {
            all.add(each.nextElement());
        }
        return all;
    }
}
