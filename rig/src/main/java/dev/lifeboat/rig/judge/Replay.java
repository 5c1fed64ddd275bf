package dev.lifeboat.rig.judge;

import java.io.IOException;
import java.io.InputStream;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// The newest state of one generation, replayed by its own reading of the layout: per index all committed frames, the
/// last image of each page, the size of the last commit. A later look goes on behind what was read before, as long as
/// those objects are the same files; otherwise it begins anew.
///
/// Stricter than a restorer: a hole, a segment that does not end a transaction, and bytes behind the last commit are
/// errors, since Lifeboat promises none of them.
final class Replay {
    private final Path target;
    private final List<Seen> seen = new ArrayList<>();
    private Optional<WalLife> life = Optional.empty();
    private long index;
    private long endBytes;

    /// Nothing was read yet; `target` becomes the database.
    Replay(Path target) {
        this.target = target;
    }

    Path target() {
        return target;
    }

    /// An object as it was when it was read.
    private record Seen(Path file, long bytes, Object time, Object key) {
        static Seen of(Path file) throws IOException {
            BasicFileAttributes attributes = Files.readAttributes(file, BasicFileAttributes.class);
            return new Seen(file, attributes.size(), attributes.lastModifiedTime(), attributes.fileKey());
        }
    }

    /// Brings `target` to the newest state of `generation` and says whether there was anything new. Throws
    /// [DamageException] that names the object; the next look begins anew then.
    boolean follow(Generation generation) throws IOException {
        Generation.Snapshot snapshot = generation
                .newestSnapshot()
                .orElseThrow(() -> new DamageException("generation " + generation.name() + " has no snapshot"));
        List<Generation.Segment> segments = generation.segmentsAfterNewestSnapshot();
        List<Seen> found = new ArrayList<>(List.of(Seen.of(snapshot.file())));
        for (Generation.Segment segment : segments) {
            found.add(Seen.of(segment.file()));
        }
        boolean goesOn = !seen.isEmpty() && seen.size() <= found.size() && seen.equals(found.subList(0, seen.size()));
        if (goesOn && seen.size() == found.size()) {
            return false;
        }
        List<Generation.Segment> unread = goesOn ? segments.subList(seen.size() - 1, segments.size()) : segments;
        seen.clear();
        if (!goesOn) {
            begin(snapshot);
        }
        apply(unread);
        seen.addAll(found);
        return true;
    }

    private void begin(Generation.Snapshot snapshot) throws IOException {
        try (InputStream in = Frames.open(snapshot.file())) {
            Files.copy(in, target, StandardCopyOption.REPLACE_EXISTING);
        }
        life = Optional.empty();
        index = snapshot.index() - 1;
    }

    private void apply(List<Generation.Segment> segments) throws IOException {
        try (RandomAccessFile file = new RandomAccessFile(target.toFile(), "rw")) {
            for (Generation.Segment segment : segments) {
                if (segment.index() != index) {
                    finish(file);
                    beginIndex(segment);
                }
                if (segment.offset() != endBytes) {
                    throw new DamageException("a hole at " + hex(segment.index()) + ", offset " + endBytes
                            + ": next is " + segment.file());
                }
                try (InputStream in = Frames.open(segment.file())) {
                    if (life.isEmpty()) {
                        life = Optional.of(WalLife.begin(in, segment.file()));
                        endBytes = WalLife.HEADER_BYTES;
                    }
                    endBytes += life.get().take(in, file, segment.file());
                }
            }
            finish(file);
        }
    }

    private void beginIndex(Generation.Segment first) throws DamageException {
        if (first.index() != index + 1) {
            throw new DamageException(
                    "index " + hex(first.index()) + " where " + hex(index + 1) + " is wanted: " + first.file());
        }
        life = Optional.empty();
        index = first.index();
        endBytes = 0;
    }

    // Shrinking at each commit would lose pages that a later one counts on: only the last size of an index holds, and
    // what lies between is rewritten by whoever grows the file again.
    private void finish(RandomAccessFile file) throws IOException {
        if (life.isPresent()) {
            file.setLength(life.get().databaseBytes());
        }
    }

    private static String hex(long index) {
        return String.format(Locale.ROOT, "%08x", index);
    }
}
