package dev.lifeboat.rig.store;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.UUID;
import java.util.stream.Stream;

/// Objects as plain files below `objects/BUCKET/KEY`, so that every tool can read them; what S3 knows besides
/// lies below `meta/`. An object appears by one rename; conditions are looked at under one lock for all keys.
final class Objects {
    private final Path root;
    private final Path incoming;

    Objects(Path root) throws IOException {
        this.root = root;
        this.incoming = Files.createDirectories(root.resolve("incoming"));
    }

    /// Bytes that have arrived and are no object yet.
    record Arrived(Path file, long length, String md5, String sha256) {}

    Arrived receive(InputStream body) throws IOException {
        Path file = incoming.resolve(UUID.randomUUID().toString());
        MessageDigest md5 = digest("MD5");
        MessageDigest sha256 = digest("SHA-256");
        try (InputStream in = new DigestInputStream(new DigestInputStream(body, md5), sha256);
                OutputStream out = Files.newOutputStream(file)) {
            in.transferTo(out);
        } catch (IOException e) {
            Files.deleteIfExists(file);
            throw e;
        }
        return new Arrived(file, Files.size(file), hex(md5), hex(sha256));
    }

    enum Outcome {
        DONE,
        CONDITION_FAILED,
        MISSING
    }

    /// Makes the object. `mustBeAbsent` and `mustHaveTag` are the conditions of the request.
    synchronized Outcome put(
            String bucket,
            String key,
            Arrived arrived,
            Map<String, String> headers,
            String tag,
            boolean mustBeAbsent,
            Optional<String> mustHaveTag)
            throws IOException {
        Path object = object(bucket, key);
        boolean isThere = Files.isRegularFile(object);
        if (mustHaveTag.isPresent() && !isThere) {
            return Outcome.MISSING;
        }
        if ((mustBeAbsent && isThere)
                || (mustHaveTag.isPresent() && !tag(bucket, key).equals(mustHaveTag.get()))) {
            return Outcome.CONDITION_FAILED;
        }
        Properties meta = new Properties();
        meta.putAll(headers);
        meta.setProperty("etag", tag);
        Path metaFile = meta(bucket, key);
        Files.createDirectories(metaFile.getParent());
        try (OutputStream out = Files.newOutputStream(metaFile)) {
            meta.store(out, null);
        }
        Files.createDirectories(object.getParent());
        Files.move(arrived.file(), object, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        return Outcome.DONE;
    }

    synchronized boolean delete(String bucket, String key) throws IOException {
        Files.deleteIfExists(meta(bucket, key));
        return Files.deleteIfExists(object(bucket, key));
    }

    Optional<Path> find(String bucket, String key) {
        Path file = object(bucket, key);
        return Files.isRegularFile(file) ? Optional.of(file) : Optional.empty();
    }

    /// `etag` and the headers that the object was stored with.
    synchronized Map<String, String> describe(String bucket, String key) throws IOException {
        Properties meta = new Properties();
        try (InputStream in = Files.newInputStream(meta(bucket, key))) {
            meta.load(in);
        } catch (NoSuchFileException e) {
            meta.setProperty("etag", "\"0\"");
        }
        return meta.stringPropertyNames().stream()
                .collect(java.util.stream.Collectors.toMap(name -> name, meta::getProperty));
    }

    String tag(String bucket, String key) throws IOException {
        return describe(bucket, key).getOrDefault("etag", "\"0\"");
    }

    /// All keys that begin with `prefix`, in the order of their bytes.
    List<String> keys(String bucket, String prefix) throws IOException {
        Path top = root.resolve("objects").resolve(bucket);
        Path start = top.resolve(prefix.contains("/") ? prefix.substring(0, prefix.lastIndexOf('/')) : "");
        if (!Files.isDirectory(start)) {
            return List.of();
        }
        try (Stream<Path> files = Files.walk(start)) {
            return files.filter(Files::isRegularFile)
                    .map(file -> top.relativize(file).toString())
                    .filter(key -> key.startsWith(prefix))
                    .sorted()
                    .toList();
        } catch (java.io.UncheckedIOException e) {
            throw e.getCause();
        }
    }

    private Path object(String bucket, String key) {
        return below(root.resolve("objects").resolve(bucket), key);
    }

    private Path meta(String bucket, String key) {
        return below(root.resolve("meta").resolve(bucket), key);
    }

    private static Path below(Path top, String key) {
        Path path = top.resolve(key).normalize();
        if (!path.startsWith(top) || path.equals(top) || key.endsWith("/")) {
            throw new IllegalArgumentException("a key that the rig's store does not take: " + key);
        }
        return path;
    }

    static MessageDigest digest(String algorithm) {
        try {
            return MessageDigest.getInstance(algorithm);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    static String hex(MessageDigest digest) {
        return HexFormat.of().formatHex(digest.digest());
    }
}
