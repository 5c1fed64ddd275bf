package dev.lifeboat.engine.fileset;

import dev.lifeboat.engine.FileId;
import dev.lifeboat.engine.Problem;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// One call of [GuardedSwap#swap].
final class SwapForward {
    private final Disk disk;
    private final SwapRequest request;
    private final SwapActs acts;

    SwapForward(Disk disk, HolderScan holders, SwapRequest request) {
        this.disk = disk;
        this.request = request;
        this.acts = new SwapActs(disk, holders, request);
    }

    SwapOutcome run() throws IOException {
        SwapSituation situation = SwapSituation.of(request);
        return switch (situation.state()) {
            case SwapState.OldInPlace _ -> begin(situation);
            case SwapState.PutBack _ -> again(situation);
            case SwapState.Guarded(boolean undoing) ->
                undoing
                        ? refused("this swap is being undone; finish the undo")
                        : behindGuard(situation.note(), oldFile(situation.note()));
            case SwapState.NewInPlace _ -> finish();
            case SwapState.Strange(String what) -> refused(what);
        };
    }

    /// After a holder slipped in, the same new file may try again; after an undo it lies in the quarantine.
    private SwapOutcome again(SwapSituation situation) throws IOException {
        boolean stillStaged = SwapActs.exists(request.staged())
                && FileId.ofName(request.staged()).inode() == situation.note().newInode();
        return stillStaged ? begin(situation) : refused("this swap was undone; begin a new one");
    }

    private SwapOutcome begin(SwapSituation situation) throws IOException {
        Optional<Problem> reason = SwapPreflight.check(request);
        if (reason.isEmpty()) {
            reason = quarantineInUse(situation);
        }
        if (reason.isEmpty()) {
            reason = inUse();
        }
        return reason.isPresent() ? new SwapOutcome.Refused(reason.get()) : prepare();
    }

    private Optional<Problem> quarantineInUse(SwapSituation situation) {
        boolean foreign = situation.manifest().isEmpty() && SwapActs.exists(acts.kept());
        for (SideFile side : SideFile.values()) {
            foreign |= SwapActs.exists(acts.keptSide(side));
        }
        return foreign
                ? Optional.of(SwapPreflight.refusal("the quarantine holds another set: " + request.quarantine()))
                : Optional.empty();
    }

    private Optional<Problem> inUse() throws IOException {
        Set<FileId> files = HolderScan.identities(request.target().present());
        return acts.heldBy(files, request.target().present());
    }

    private SwapOutcome prepare() throws IOException {
        FileId old = FileId.ofName(acts.database());
        disk.own(request.staged(), request.ownership().appliedTo(Ownership.of(acts.database())));
        disk.syncFile(request.staged());
        disk.createDirectory(request.quarantine());
        SwapManifest note = SwapManifest.begin(
                request.id(),
                request.target().name(),
                old.inode(),
                FileId.ofName(request.staged()).inode());
        note.write(request.quarantine(), disk);
        Map<String, Object> before = stamp();
        Optional<String> copied = acts.keepAs(acts.kept());
        note = note.withKept(new SwapManifest.Kept(FileId.ofName(acts.kept()).inode(), copied));
        note.write(request.quarantine(), disk);
        if (copied.isPresent() && !stamp().equals(before)) {
            return refused("the database changed while it was copied: " + acts.database());
        }
        return behindGuard(acts.layGuard(old, note), old);
    }

    private FileId oldFile(SwapManifest note) throws IOException {
        return new FileId(FileId.ofName(acts.kept()).device(), note.oldInode());
    }

    /// Content cannot change without changing one of these.
    private Map<String, Object> stamp() throws IOException {
        return Files.readAttributes(acts.database(), "unix:size,ctime,lastModifiedTime");
    }

    /// The guard lies: nobody can open the old set any more. `old` is what a late holder would hold.
    private SwapOutcome behindGuard(SwapManifest found, FileId old) throws IOException {
        SwapManifest note = found;
        if (note.sides().isEmpty()) {
            // Between the first look and the guard somebody may have opened the old file; now the answer can only get
            // better. He may also have checkpointed, closed and gone again: then the set is another one, but whole,
            // and that is why its side files are written down only now.
            Optional<Problem> late = lateHolder(old);
            if (late.isPresent()) {
                acts.open(acts.kept());
                return new SwapOutcome.Refused(late.get());
            }
            note = note.withSides(acts.sidesBeside());
            note.write(request.quarantine(), disk);
        }
        // The order of the side files is free: while the guard lies, no file set can be opened here.
        for (SideFile side : SideFile.values()) {
            if (SwapActs.exists(request.target().side(side))) {
                acts.moveSide(request.target().side(side), acts.keptSide(side));
            }
        }
        requireNothingBeside();
        if (FileId.ofName(request.staged()).inode() != note.newInode()) {
            throw new IOException("another file has taken the place of the new database: " + request.staged());
        }
        acts.open(request.staged());
        return finish();
    }

    private Optional<Problem> lateHolder(FileId old) throws IOException {
        List<Path> names = acts.withSidesBeside(acts.kept());
        Set<FileId> ids = HolderScan.identities(names);
        ids.add(old);
        return acts.heldBy(ids, names);
    }

    /// RS-3: a `-wal` that lay beside the new file would replay itself over it, and `integrity_check` would say ok.
    private void requireNothingBeside() throws IOException {
        Map<SideFile, Long> left = acts.sidesBeside();
        if (!left.isEmpty()) {
            throw new IOException(
                    "files lie beside the database that would become part of the new one: " + left.keySet());
        }
    }

    private SwapOutcome finish() throws IOException {
        disk.syncDirectory(request.target().directory());
        Ownership wanted = request.ownership().appliedTo(Ownership.of(acts.kept()));
        Ownership found = Ownership.of(acts.database());
        List<String> differences = wanted.differences(found);
        if (!differences.isEmpty()) {
            return new SwapOutcome.Stopped(
                    new SwapState.NewInPlace(),
                    SwapPreflight.problem(
                            "the new database is in place, but its " + String.join(", its ", differences)));
        }
        List<String> evidence = new ArrayList<>();
        evidence.add(
                "new database in place: " + acts.database() + ", " + Files.size(acts.database()) + " bytes, " + found);
        evidence.add("old database kept: " + acts.kept() + ", " + Files.size(acts.kept()) + " bytes");
        for (SideFile side : SideFile.values()) {
            Path kept = acts.keptSide(side);
            if (SwapActs.exists(kept)) {
                evidence.add("kept with it: " + kept + ", " + Files.size(kept) + " bytes");
            }
        }
        return new SwapOutcome.Done(evidence);
    }

    private static SwapOutcome refused(String message) {
        return new SwapOutcome.Refused(SwapPreflight.problem(message));
    }
}
