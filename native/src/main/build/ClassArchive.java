import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;

/// Makes the file that the runtime maps at its start in place of loading classes one by one.
///
/// It is named by a hash of the runtime and of the jars. HotSpot takes no archive whose jars have another size or time:
/// so that this stands for other bytes, the time of each jar in the image is made of its hash.
record ClassArchive(Image image) {
    private static final String PREFIX = "lifeboat-";
    private static final String SUFFIX = ".jsa";

    /// Keeps the one in `before` where it is still right.
    void make(Path before) throws IOException {
        Path archive = image.lib().resolve(PREFIX + hash() + SUFFIX);
        Path kept = before.resolve(archive.getFileName());
        if (Files.exists(kept)) {
            Files.copy(kept, archive, StandardCopyOption.COPY_ATTRIBUTES);
        } else {
            dump(archive);
        }
    }

    private void dump(Path archive) throws IOException {
        Path scratch = Files.createTempDirectory("lifeboat-archive");
        try {
            Set<String> classes = new LinkedHashSet<>(Training.run(image));
            classes.addAll(own());
            Path list = Files.write(scratch.resolve("classes"), classes);
            // Nobody takes half of one for whole.
            Path whole = archive.resolveSibling(archive.getFileName() + ".tmp");
            image.run(
                    image.java(
                            "-Xshare:dump",
                            "-Xlog:disable",
                            "-XX:SharedClassListFile=" + list,
                            "-XX:SharedArchiveFile=" + whole),
                    scratch);
            Files.move(whole, archive);
        } finally {
            Image.deleteTree(scratch);
        }
    }

    /// The screens are not trained, but they are ours.
    private List<String> own() throws IOException {
        List<String> names = new ArrayList<>();
        for (Path jar : image.jars()) {
            if (jar.getFileName().toString().startsWith("lifeboat-")) {
                try (ZipFile zip = new ZipFile(jar.toFile())) {
                    zip.stream()
                            .map(ZipEntry::getName)
                            .filter(name -> name.endsWith(".class") && !name.endsWith("-info.class"))
                            .map(name -> name.substring(0, name.length() - ".class".length()))
                            .forEach(names::add);
                }
            }
        }
        return names;
    }

    /// Gives a jar the time that goes with its bytes, before 2005.
    static void stamp(Path jar) throws IOException {
        byte[] hash = digest().digest(Files.readAllBytes(jar));
        int seconds = ByteBuffer.wrap(hash).getInt() & 0x3fff_ffff;
        Files.setLastModifiedTime(jar, FileTime.from(seconds, TimeUnit.SECONDS));
    }

    private String hash() throws IOException {
        MessageDigest digest = digest();
        digest.update(Files.readAllBytes(image.runtime().resolve(Assemble.RUNTIME_MARK)));
        for (Path jar : image.jars()) {
            digest.update((jar.getFileName() + "\n").getBytes(StandardCharsets.UTF_8));
            digest.update(Files.readAllBytes(jar));
        }
        return HexFormat.of().formatHex(digest.digest(), 0, 6);
    }

    private static MessageDigest digest() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
