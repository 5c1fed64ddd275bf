package dev.lifeboat.engine.fileset;

import dev.lifeboat.engine.FileId;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.Optional;

/// What the disk says about a swap: the note in the quarantine, and what has the database's name.
record SwapSituation(SwapState state, Optional<SwapManifest> manifest) {
    static SwapSituation of(SwapRequest request) throws IOException {
        Optional<SwapManifest> manifest = SwapManifest.read(request.quarantine());
        return new SwapSituation(state(request, manifest), manifest);
    }

    SwapManifest note() throws IOException {
        return manifest.orElseThrow(() -> new IOException("the quarantine has lost its " + SwapManifest.FILE_NAME));
    }

    private static SwapState state(SwapRequest request, Optional<SwapManifest> manifest) throws IOException {
        Path database = request.target().database();
        if (manifest.isPresent() && !manifest.get().id().equals(request.id())) {
            return new SwapState.Strange(
                    "the quarantine belongs to the swap " + manifest.get().id());
        }
        if (Guard.isGuard(database)) {
            return guarded(request, database, manifest);
        }
        if (!Files.isRegularFile(database, LinkOption.NOFOLLOW_LINKS)) {
            return new SwapState.Strange("there is no database at " + database);
        }
        return manifest.map(note -> inPlace(request, database, note)).orElseGet(SwapState.OldInPlace::new);
    }

    private static SwapState guarded(SwapRequest request, Path database, Optional<SwapManifest> manifest)
            throws IOException {
        if (manifest.isEmpty()
                || !manifest.get().isGuard(FileId.ofName(database).inode())) {
            return new SwapState.Strange("a socket that is not of this swap has the name of the database: " + database);
        }
        return new SwapState.Guarded(manifest.get().replacedInode().isPresent());
    }

    private static SwapState inPlace(SwapRequest request, Path database, SwapManifest note) {
        try {
            long inode = FileId.ofName(database).inode();
            if (note.isNew(inode)) {
                return new SwapState.NewInPlace();
            }
            if (!note.isOld(inode)) {
                return new SwapState.Strange("the database is neither the old nor the new file: " + database);
            }
            boolean keptIsGone = note.kept().isPresent()
                    && !Files.exists(request.quarantine().resolve(note.database()), LinkOption.NOFOLLOW_LINKS);
            return keptIsGone ? new SwapState.PutBack() : new SwapState.OldInPlace();
        } catch (IOException e) {
            return new SwapState.Strange("cannot look at " + database + ": " + e.getMessage());
        }
    }
}
