package dev.lifeboat.engine.fileset;

import java.nio.file.Path;

/// A swap in a process of its own, so that it can be killed. Arguments: database, staged file. Ends 0 when it is done.
public final class SwapProgram {
    private SwapProgram() {}

    public static void main(String[] arguments) throws Exception {
        FileSet set = FileSet.resolve(Path.of(arguments[0]));
        SwapRequest request = SwapRequest.of("7Q2M", set, Path.of(arguments[1]));
        SwapOutcome outcome = new GuardedSwap(new LocalDisk(), new ProcHolders()).swap(request);
        System.exit(outcome instanceof SwapOutcome.Done ? 0 : 1);
    }
}
