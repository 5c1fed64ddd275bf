package dev.lifeboat.engine.fileset;

import dev.lifeboat.engine.FileId;
import dev.lifeboat.engine.Problem;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// One call of [GuardedSwap#undo].
final class SwapBack {
    private final Disk disk;
    private final SwapRequest request;
    private final SwapActs acts;

    SwapBack(Disk disk, HolderScan holders, SwapRequest request) {
        this.disk = disk;
        this.request = request;
        this.acts = new SwapActs(disk, holders, request);
    }

    SwapOutcome run() throws IOException {
        SwapSituation situation = SwapSituation.of(request);
        return switch (situation.state()) {
            case SwapState.OldInPlace _ -> forget(situation);
            case SwapState.PutBack _ -> verified(situation.note());
            case SwapState.Guarded(boolean undoing) ->
                undoing ? behindGuard(situation.note()) : putBack(situation.note());
            case SwapState.NewInPlace _ -> begin(situation.note());
            case SwapState.Strange(String what) -> new SwapOutcome.Refused(SwapPreflight.problem(what));
        };
    }

    /// Nothing was exchanged. The second name of the old file goes, so that nobody takes the quarantine for a set.
    private SwapOutcome forget(SwapSituation situation) throws IOException {
        if (situation.manifest().isPresent()) {
            disk.delete(request.quarantine().resolve("guard"));
            disk.delete(acts.kept());
            disk.delete(request.quarantine().resolve(SwapManifest.FILE_NAME));
            disk.syncDirectory(request.quarantine());
        }
        return new SwapOutcome.Done(List.of("nothing had been exchanged: " + acts.database() + " is the old database"));
    }

    private SwapOutcome begin(SwapManifest note) throws IOException {
        Optional<Problem> reason = SwapPreflight.place(request);
        if (reason.isEmpty()) {
            reason = acts.heldBy(
                    HolderScan.identities(request.target().present()),
                    request.target().present());
        }
        if (reason.isPresent()) {
            return new SwapOutcome.Refused(reason.get());
        }
        FileId current = FileId.ofName(acts.database());
        disk.createDirectory(acts.replacedDirectory());
        Optional<String> _ = acts.keepAs(acts.replaced());
        SwapManifest known = note.withReplaced(FileId.ofName(acts.replaced()).inode());
        known.write(request.quarantine(), disk);
        return behindGuard(acts.layGuard(current, known));
    }

    /// The guard lies over the new set. Whether a side file beside it is the new one's or the old one's, already put
    /// back by an undo that was interrupted, its inode says.
    private SwapOutcome behindGuard(SwapManifest note) throws IOException {
        if (!anySideMoved(note)) {
            Optional<Problem> late = lateHolder(note);
            if (late.isPresent()) {
                acts.open(acts.replaced());
                return new SwapOutcome.Refused(late.get());
            }
        }
        for (Map.Entry<SideFile, Long> beside : acts.sidesBeside().entrySet()) {
            if (!note.isOldSide(beside.getKey(), beside.getValue())) {
                acts.moveSide(request.target().side(beside.getKey()), acts.replacedSide(beside.getKey()));
            }
        }
        return putBack(note);
    }

    /// Once a side file of either set has moved, a look found nobody after the guard was laid, and nobody can have come
    /// since; and going back to the new database would no longer be going back to its whole set.
    private boolean anySideMoved(SwapManifest note) throws IOException {
        for (SideFile side : SideFile.values()) {
            if (SwapActs.exists(acts.replacedSide(side))) {
                return true;
            }
        }
        return acts.sidesBeside().entrySet().stream().anyMatch(each -> note.isOldSide(each.getKey(), each.getValue()));
    }

    private Optional<Problem> lateHolder(SwapManifest note) throws IOException {
        List<Path> names = acts.withSidesBeside(acts.replaced());
        Set<FileId> ids = HolderScan.identities(names);
        ids.add(new FileId(FileId.ofName(acts.replaced()).device(), note.newInode()));
        return acts.heldBy(ids, names);
    }

    /// RB-8: the side files first, the database last. Until its name is back nobody can open the set, so nobody sees
    /// the database without its `-wal`.
    private SwapOutcome putBack(SwapManifest note) throws IOException {
        for (SideFile side : SideFile.values()) {
            if (SwapActs.exists(acts.keptSide(side))) {
                acts.moveSide(acts.keptSide(side), request.target().side(side));
            }
        }
        acts.open(acts.kept());
        return verified(note);
    }

    private SwapOutcome verified(SwapManifest note) throws IOException {
        disk.syncDirectory(request.target().directory());
        List<String> evidence = new ArrayList<>();
        evidence.add("old database back: " + acts.database());
        note.sides()
                .ifPresent(sides -> sides.keySet()
                        .forEach(side ->
                                evidence.add("back with it: " + request.target().side(side))));
        if (SwapActs.exists(acts.replaced())) {
            evidence.add("the database that had replaced it is kept: " + acts.replaced());
        }
        return new SwapOutcome.Done(evidence);
    }
}
