package dev.lifeboat.engine.fileset;

import dev.lifeboat.engine.FileId;
import dev.lifeboat.engine.Problem;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/// The acts that a swap and its undo share.
final class SwapActs {
    private final Disk disk;
    private final HolderScan holders;
    private final SwapRequest request;

    SwapActs(Disk disk, HolderScan holders, SwapRequest request) {
        this.disk = disk;
        this.holders = holders;
        this.request = request;
    }

    Path database() {
        return request.target().database();
    }

    Path kept() {
        return request.quarantine().resolve(request.target().name());
    }

    Path keptSide(SideFile side) {
        return sideIn(request.quarantine(), side);
    }

    Path replaced() {
        return replacedDirectory().resolve(request.target().name());
    }

    Path replacedSide(SideFile side) {
        return sideIn(replacedDirectory(), side);
    }

    Path replacedDirectory() {
        return request.quarantine().resolve("replaced");
    }

    private Path sideIn(Path directory, SideFile side) {
        return directory.resolve(request.target().name() + side.suffix());
    }

    static boolean exists(Path path) {
        return Files.exists(path, LinkOption.NOFOLLOW_LINKS);
    }

    /// Why nobody may be assumed to be away, or nothing where that is proved.
    Optional<Problem> heldBy(Set<FileId> files, List<Path> names) throws IOException {
        return switch (holders.scan(files, names)) {
            case Holders.None _ -> Optional.empty();
            case Holders.Held(var who) ->
                Optional.of(SwapPreflight.refusal("the database is in use by "
                        + who.stream().map(Holder::toString).distinct().collect(Collectors.joining(", "))));
            case Holders.Unknown(String reason) ->
                request.unseen() == SwapRequest.Unseen.ACCEPTED_BY_A_PERSON
                        ? Optional.empty()
                        : Optional.of(SwapPreflight.refusal("cannot tell whether the database is in use: " + reason));
        };
    }

    /// Gives the file at `database` a second name, or copies it where that cannot be. Returns the hash of a copy.
    Optional<String> keepAs(Path name) throws IOException {
        disk.delete(name);
        Optional<String> hash = Optional.empty();
        try {
            disk.link(database(), name);
        } catch (UnsupportedOperationException e) {
            hash = Optional.of(copyAs(name));
        }
        disk.syncDirectory(parent(name));
        return hash;
    }

    private String copyAs(Path name) throws IOException {
        disk.copy(database(), name);
        disk.own(name, Ownership.of(database()));
        disk.syncFile(name);
        String hash = Hashes.sha256(database());
        if (!Hashes.sha256(name).equals(hash)) {
            throw new IOException("the database changed while it was copied: " + database());
        }
        return hash;
    }

    /// Lays the guard over the database, if it is still the file that was prepared for. The note names the guard before
    /// it lies, so that a later call knows it for this swap's.
    SwapManifest layGuard(FileId expected, SwapManifest note) throws IOException {
        Path ready = request.quarantine().resolve("guard");
        disk.delete(ready);
        disk.guard(ready, Ownership.of(database()));
        SwapManifest known = note.withGuard(FileId.ofName(ready).inode());
        known.write(request.quarantine(), disk);
        if (!FileId.ofName(database()).equals(expected)) {
            throw new IOException("another file has taken the name " + database());
        }
        disk.rename(ready, database());
        disk.syncDirectory(request.target().directory());
        return known;
    }

    /// Takes the guard away by renaming `file` over it. Whatever has to lie beside it lies there already.
    void open(Path file) throws IOException {
        disk.rename(file, database());
        disk.syncDirectory(request.target().directory());
        disk.syncDirectory(parent(file));
    }

    /// Moves a side file; nothing may lie at `to`, because a rename would destroy it without a word.
    void moveSide(Path from, Path to) throws IOException {
        if (exists(to)) {
            throw new IOException(to + " is in the way of " + from);
        }
        disk.rename(from, to);
        disk.syncDirectory(parent(to));
        disk.syncDirectory(parent(from));
    }

    Map<SideFile, Long> sidesBeside() throws IOException {
        Map<SideFile, Long> sides = new EnumMap<>(SideFile.class);
        for (SideFile side : SideFile.values()) {
            Path file = request.target().side(side);
            if (exists(file)) {
                sides.put(side, FileId.ofName(file).inode());
            }
        }
        return sides;
    }

    /// `database`, under whatever name it has now, and the side files that lie beside the guard.
    List<Path> withSidesBeside(Path database) throws IOException {
        List<Path> names = new ArrayList<>(List.of(database));
        sidesBeside().keySet().forEach(side -> names.add(request.target().side(side)));
        return names;
    }

    private static Path parent(Path file) {
        Path parent = file.getParent();
        return parent == null ? file : parent;
    }
}
