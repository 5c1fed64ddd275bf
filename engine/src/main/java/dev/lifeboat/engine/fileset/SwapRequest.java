package dev.lifeboat.engine.fileset;

import java.nio.file.Path;
import java.util.regex.Pattern;

/// What is to be exchanged. The same request, made again from the frozen plan, resumes or undoes the same swap.
///
/// `staged` is the new database, complete and checked, on the same file system. `quarantine` is the directory that will
/// keep the old set; the swap creates it. `unseen` says what happens where not every process could be looked at.
public record SwapRequest(
        String id, FileSet target, Path staged, Path quarantine, OwnershipChange ownership, Unseen unseen) {
    private static final Pattern ID = Pattern.compile("[A-Za-z0-9_-]{1,64}");

    /// What a swap does when [Holders.Unknown] is the answer.
    public enum Unseen {
        REFUSE,
        /// A person was asked and has said that nobody else has the file open.
        ACCEPTED_BY_A_PERSON
    }

    public SwapRequest {
        if (!ID.matcher(id).matches()) {
            throw new IllegalArgumentException("not an id of letters, digits, - and _: " + id);
        }
        if (!staged.isAbsolute() || !quarantine.isAbsolute()) {
            throw new IllegalArgumentException("not absolute: " + staged + ", " + quarantine);
        }
    }

    public static SwapRequest of(String id, FileSet target, Path staged) {
        return new SwapRequest(id, target, staged, target.quarantine(id), OwnershipChange.none(), Unseen.REFUSE);
    }

    public SwapRequest withOwnership(OwnershipChange change) {
        return new SwapRequest(id, target, staged, quarantine, change, unseen);
    }

    public SwapRequest withUnseen(Unseen policy) {
        return new SwapRequest(id, target, staged, quarantine, ownership, policy);
    }
}
