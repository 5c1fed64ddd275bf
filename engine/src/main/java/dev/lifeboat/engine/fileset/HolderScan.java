package dev.lifeboat.engine.fileset;

import dev.lifeboat.engine.FileId;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/// Finds the processes that have files open, by device and inode, because paths lie across namespaces (RB-5).
///
/// A moment's answer: whoever needs it to stay true first makes sure that nobody can open the file again (RB-6). It
/// opens the database's file to ask about locks, so it must not run in a process with SQLite open on that file; where
/// it finds this very process among the holders it does not ask.
public interface HolderScan {
    /// Who holds one of `files`, or a lock on the database. `names` are the names that those of the files have which
    /// have one, the database's first; empty where the database has none.
    Holders scan(Set<FileId> files, List<Path> names) throws IOException;

    /// Who holds the database or one of the side files that are there.
    default Holders scan(FileSet set) throws IOException {
        boolean there = Files.isRegularFile(set.database(), LinkOption.NOFOLLOW_LINKS);
        return scan(identities(set.present()), there ? set.present() : List.of());
    }

    /// The identities of those of `files` that exist.
    static Set<FileId> identities(Collection<Path> files) throws IOException {
        Set<FileId> ids = new LinkedHashSet<>();
        for (Path file : files) {
            try {
                ids.add(FileId.ofName(file));
            } catch (NoSuchFileException e) {
                continue; // gone between the two looks: nobody can open it any more
            }
        }
        return ids;
    }
}
