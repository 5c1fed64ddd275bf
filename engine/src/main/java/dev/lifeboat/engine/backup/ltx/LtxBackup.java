package dev.lifeboat.engine.backup.ltx;

import dev.lifeboat.engine.backup.DamagedObjectException;
import dev.lifeboat.engine.backup.History;
import dev.lifeboat.engine.backup.LtxFile;
import dev.lifeboat.engine.backup.LtxHistory;
import dev.lifeboat.engine.backup.RestoreTarget;
import dev.lifeboat.engine.backup.TimeSource;
import dev.lifeboat.engine.ltx.LtxDamageException;
import dev.lifeboat.engine.ltx.LtxPageStream;
import dev.lifeboat.engine.store.ObjectStore;
import dev.lifeboat.engine.store.StoredObject;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.NoSuchFileException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// The files of Litestream 0.5 in a replica. Objects whose names are not of that layout are nobody's business here.
public final class LtxBackup {
    /// What the keys of all levels begin with, in each shape. Levels are asked for at once: most are empty.
    private static final List<String> PREFIXES = List.of("ltx/", "000", "/000");

    private static final List<String> PREFIXES_BELOW_SLASH = List.of("//000", "///000");

    private final ObjectStore store;
    private final LtxReads reads;

    /// The store stays the caller's to close.
    public LtxBackup(ObjectStore store) {
        this.store = store;
        this.reads = new LtxReads(store);
    }

    /// Whether an object is a file of this layout, by its name.
    public static boolean owns(String key) {
        return LtxName.parse(key).isPresent();
    }

    /// What the names in the store say, apart from those of [#listBelowSlash].
    public LtxHistory list() throws IOException {
        return list(PREFIXES);
    }

    /// What a configuration left whose path ended with a slash (0.5 spec, section 2.1). Apart, because it counts only
    /// where nothing else is (docs/decisions/slashes-in-keys.md).
    public LtxHistory listBelowSlash() throws IOException {
        return list(PREFIXES_BELOW_SLASH);
    }

    private LtxHistory list(List<String> prefixes) throws IOException {
        List<LtxFile> files = new ArrayList<>();
        List<LtxName.Shape> shapes = new ArrayList<>();
        for (List<StoredObject> listed : Parallel.map(prefixes, store::list)) {
            for (StoredObject object : listed) {
                Optional<LtxName> name = LtxName.parse(object.key());
                name.ifPresent(found -> {
                    shapes.add(found.shape());
                    files.add(LtxFile.listed(
                            object.key(),
                            found.level(),
                            found.min(),
                            found.max(),
                            object.sizeBytes(),
                            object.storedAt()));
                });
            }
        }
        if (files.isEmpty()) {
            return LtxHistory.NONE;
        }
        LtxHistory listed = new LtxHistory(shapes.getFirst(), files);
        boolean isCopy = files.size() > 1
                && files.stream().map(LtxFile::storedAt).distinct().count() == 1;
        return isCopy ? listed.withFiles(file -> file.at(file.storedAt(), TimeSource.STORAGE_EQUAL)) : listed;
    }

    /// See [dev.lifeboat.engine.backup.Backup#learn].
    public History learn(History history, RestoreTarget target) throws IOException {
        if (history.ltx().isEmpty()) {
            return history;
        }
        return new LtxBases(reads).learn(new LtxTimes(reads).learn(history, target), target);
    }

    /// See [dev.lifeboat.engine.backup.Backup#stored].
    public InputStream stored(String key) throws IOException {
        try {
            return store.open(key);
        } catch (NoSuchFileException e) {
            throw LtxReads.gone(key, e);
        }
    }

    /// The pages of a file, see [LtxPageStream]. Its header has to say what its name says.
    public InputStream payload(String key, InputStream stored) throws IOException {
        try {
            LtxName name = LtxName.parse(key).orElseThrow(() -> new NoSuchFileException(key, null, "no LTX file"));
            LtxPageStream pages = new LtxPageStream(stored);
            LtxReads.requireAgreement(key, pages.header(), name.min(), name.max());
            return new NamedPages(key, pages);
        } catch (LtxDamageException e) {
            stored.close();
            throw new DamagedObjectException(key, e.reason(), e);
        } catch (IOException | RuntimeException e) {
            stored.close();
            throw e;
        }
    }
}
