package dev.lifeboat.engine.fileset;

import dev.lifeboat.engine.Problem;
import java.io.IOException;
import java.util.Optional;

/// Puts a new database in the place of an old one, in the order of RB-6, and takes it back.
///
/// After a crash at any single act the old database is there and complete, or the new one is, or a file that cannot be
/// opened yet (RB-7). What was done is concluded from the disk: [#observe] has no memory, and [#swap] and [#undo]
/// called again with the same request go on where the crash left them.
///
/// Only for one caller at a time (the run's lock sees to that, RB-4), and only in a process that has no SQLite open on
/// the database.
public final class GuardedSwap {
    private final Disk disk;
    private final HolderScan holders;

    public GuardedSwap(Disk disk, HolderScan holders) {
        this.disk = disk;
        this.holders = holders;
    }

    /// How far the swap is. Changes nothing.
    public SwapState observe(SwapRequest request) {
        try {
            return SwapSituation.of(request).state();
        } catch (IOException e) {
            return new SwapState.Strange("cannot look at the swap: " + e.getMessage());
        }
    }

    /// Why this swap would be refused now, before anything is touched; nothing where it would begin. Holders are not
    /// looked for: they are expected as long as the services run.
    public Optional<Problem> preflight(SwapRequest request) {
        return SwapPreflight.place(request);
    }

    /// Swaps, or finishes a swap that was interrupted. Nobody may have the old set open.
    public SwapOutcome swap(SwapRequest request) {
        try {
            return new SwapForward(disk, holders, request).run();
        } catch (IOException e) {
            return ended(request, e);
        }
    }

    /// Puts the old set back with its `-wal`, byte for byte (RB-8). A new database that was in place is kept in the
    /// quarantine as `replaced/NAME`, side files included.
    public SwapOutcome undo(SwapRequest request) {
        try {
            return new SwapBack(disk, holders, request).run();
        } catch (IOException e) {
            return ended(request, e);
        }
    }

    private SwapOutcome ended(SwapRequest request, IOException cause) {
        SwapState state = observe(request);
        Problem problem = SwapPreflight.problem(cause.getClass().getSimpleName() + ": " + cause.getMessage());
        return switch (state) {
            case SwapState.OldInPlace _ ->
                new SwapOutcome.Refused(problem.withSafe("the old database is in place and whole"));
            case SwapState.Guarded _ ->
                new SwapOutcome.Stopped(
                        state,
                        problem.withSafe(
                                "both databases are whole; nobody can open one until this is finished or undone"));
            case SwapState.NewInPlace _ ->
                new SwapOutcome.Stopped(state, problem.withSafe("the new database is in place; the old set is kept"));
            case SwapState.PutBack _ ->
                new SwapOutcome.Stopped(state, problem.withSafe("the old set is back in place"));
            case SwapState.Strange _ -> new SwapOutcome.Stopped(state, problem);
        };
    }
}
