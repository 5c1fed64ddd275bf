package dev.lifeboat.rig.judge;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// The objects of one generation, in the order in which they are replayed (0.3 specification, 1.1 and 1.2).
public record Generation(String name, List<Snapshot> snapshots, List<Segment> segments) {
    private static final Pattern NAME = Pattern.compile("[0-9a-f]{16}");
    private static final Pattern SNAPSHOT = Pattern.compile("([0-9a-f]{8})\\.snapshot\\.lz4");
    private static final Pattern SEGMENT = Pattern.compile("([0-9a-f]{8})_([0-9a-f]{8})\\.wal\\.lz4");

    public record Snapshot(long index, Path file) {}

    public record Segment(long index, long offset, Path file) {}

    /// All generations below `root`, the one that was written to last at the end.
    public static List<Generation> list(Path root) throws IOException {
        Path top = root.resolve("generations");
        List<Generation> found = new ArrayList<>();
        for (Path directory : files(top)) {
            String name = directory.getFileName().toString();
            if (NAME.matcher(name).matches()) {
                found.add(read(name, directory));
            }
        }
        found.sort(Comparator.comparing(Generation::touchedMillis));
        return found;
    }

    private static Generation read(String name, Path directory) throws IOException {
        List<Snapshot> snapshots = new ArrayList<>();
        for (Path file : files(directory.resolve("snapshots"))) {
            Matcher matcher = SNAPSHOT.matcher(file.getFileName().toString());
            if (matcher.matches()) {
                snapshots.add(new Snapshot(Long.parseLong(matcher.group(1), 16), file));
            }
        }
        List<Segment> segments = new ArrayList<>();
        for (Path file : files(directory.resolve("wal"))) {
            Matcher matcher = SEGMENT.matcher(file.getFileName().toString());
            if (matcher.matches()) {
                long offset = Long.parseLong(matcher.group(2), 16);
                segments.add(new Segment(Long.parseLong(matcher.group(1), 16), offset, file));
            }
        }
        snapshots.sort(Comparator.comparing(Snapshot::index));
        segments.sort(Comparator.comparing(Segment::index).thenComparing(Segment::offset));
        return new Generation(name, snapshots, segments);
    }

    private static List<Path> files(Path directory) throws IOException {
        if (!Files.isDirectory(directory)) {
            return List.of();
        }
        try (Stream<Path> files = Files.list(directory)) {
            return files.sorted().toList();
        }
    }

    public boolean isEmpty() {
        return snapshots.isEmpty() && segments.isEmpty();
    }

    public Optional<Snapshot> newestSnapshot() {
        return snapshots.isEmpty() ? Optional.empty() : Optional.of(snapshots.getLast());
    }

    /// The same without its later snapshots: whoever replays it reads every segment.
    Generation fromOldestSnapshot() {
        return new Generation(name, snapshots.subList(0, Math.min(1, snapshots.size())), segments);
    }

    /// Segments from the newest snapshot on.
    List<Segment> segmentsAfterNewestSnapshot() {
        long first = newestSnapshot().map(Snapshot::index).orElse(0L);
        return segments.stream().filter(segment -> segment.index() >= first).toList();
    }

    /// Links this generation below `root` as it was when segment number `count` from the newest snapshot on was the
    /// last one.
    public void linkPrefix(Path root, int count) throws IOException {
        Path top = root.resolve("generations").resolve(name);
        Path wal = Files.createDirectories(top.resolve("wal"));
        Path snapshotDirectory = Files.createDirectories(top.resolve("snapshots"));
        Path snapshot = newestSnapshot().orElseThrow().file();
        Files.createLink(snapshotDirectory.resolve(snapshot.getFileName()), snapshot);
        for (Segment segment : segmentsAfterNewestSnapshot().subList(0, count)) {
            Files.createLink(wal.resolve(segment.file().getFileName()), segment.file());
        }
    }

    public int segmentsToReplay() {
        return segmentsAfterNewestSnapshot().size();
    }

    long touchedMillis() {
        long newest = 0;
        for (Snapshot snapshot : snapshots) {
            newest = Math.max(newest, snapshot.file().toFile().lastModified());
        }
        for (Segment segment : segments) {
            newest = Math.max(newest, segment.file().toFile().lastModified());
        }
        return newest;
    }
}
