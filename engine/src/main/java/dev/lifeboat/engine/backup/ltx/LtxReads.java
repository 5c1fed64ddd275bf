package dev.lifeboat.engine.backup.ltx;

import dev.lifeboat.engine.Txid;
import dev.lifeboat.engine.backup.DamagedObjectException;
import dev.lifeboat.engine.backup.History;
import dev.lifeboat.engine.backup.LtxFile;
import dev.lifeboat.engine.backup.LtxFile.Extent;
import dev.lifeboat.engine.backup.TimeSource;
import dev.lifeboat.engine.ltx.LtxDamageException;
import dev.lifeboat.engine.ltx.LtxDecoder;
import dev.lifeboat.engine.ltx.LtxHeader;
import dev.lifeboat.engine.page.Pages;
import dev.lifeboat.engine.store.ObjectStore;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Learns of files by reading their headers or all of them.
final class LtxReads {
    private final ObjectStore store;

    LtxReads(ObjectStore store) {
        this.store = store;
    }

    /// What reading one file taught: its header, where it has one that can be believed, or why it cannot be used.
    record Learned(LtxFile file, Optional<LtxHeader> header, Extent extent, Optional<String> damage) {
        Optional<Instant> time() {
            return header.map(LtxHeader::timestamp);
        }
    }

    /// The headers of these files, in their order. What the index and the pages are stays unknown.
    List<Learned> headers(Collection<LtxFile> files) throws IOException {
        return Parallel.map(files, this::header);
    }

    private Learned header(LtxFile file) throws IOException {
        try {
            LtxHeader header = LtxHeader.read(store.beginning(file.key(), LtxHeader.BYTES));
            requireAgreement(file.key(), header, file.min(), file.max());
            return new Learned(file, Optional.of(header), Extent.UNKNOWN, Optional.empty());
        } catch (LtxDamageException e) {
            return damaged(file, e.reason());
        } catch (DamagedObjectException e) {
            return damaged(file, e.reason());
        } catch (NoSuchFileException e) {
            return damaged(file, gone(file.key(), e).reason());
        }
    }

    /// These files after each was read and verified.
    List<Learned> wholes(Collection<LtxFile> files) throws IOException {
        return Parallel.map(files, this::whole);
    }

    private Learned whole(LtxFile file) throws IOException {
        try (LtxDecoder decoder = new LtxDecoder(store.open(file.key()))) {
            LtxHeader header = decoder.header();
            requireAgreement(file.key(), header, file.min(), file.max());
            long pages = 0;
            while (decoder.next()) {
                pages++;
            }
            Extent extent = pages > 0 && pages == everyPage(header) ? Extent.WHOLE : Extent.PART;
            return new Learned(file, Optional.of(header), extent, Optional.empty());
        } catch (LtxDamageException e) {
            return damaged(file, e.reason());
        } catch (DamagedObjectException e) {
            return damaged(file, e.reason());
        } catch (NoSuchFileException e) {
            return damaged(file, gone(file.key(), e).reason());
        }
    }

    private static Learned damaged(LtxFile file, String reason) {
        return new Learned(file, Optional.empty(), Extent.PART, Optional.of(reason));
    }

    /// How many pages a file with all of them has: the one around the lock byte is never there.
    static long everyPage(LtxHeader header) {
        boolean hasLockPage =
                header.commitPages() >= Pages.lockPage(header.pageSize()).value();
        return header.commitPages() - (hasLockPage ? 1 : 0);
    }

    /// The history after these files were read and verified.
    static History with(History history, Collection<Learned> learned) {
        Map<String, Learned> byKey = new HashMap<>();
        Map<String, String> damage = new HashMap<>();
        for (Learned each : learned) {
            byKey.put(each.file().key(), each);
            each.damage().ifPresent(reason -> damage.put(each.file().key(), reason));
        }
        return history.withDamage(damage)
                .withLtx(history.ltx().withFiles(file -> with(file, Optional.ofNullable(byKey.get(file.key())))));
    }

    private static LtxFile with(LtxFile file, Optional<Learned> learned) {
        return learned.map(known -> {
                    LtxFile timed = known.time()
                            .map(time -> file.at(time, TimeSource.WRITER))
                            .orElse(file);
                    return known.extent() == Extent.UNKNOWN ? timed : timed.of(known.extent());
                })
                .orElse(file);
    }

    static void requireAgreement(String key, LtxHeader header, Txid min, Txid max) throws DamagedObjectException {
        if (!header.min().equals(min) || !header.max().equals(max)) {
            throw new DamagedObjectException(
                    key,
                    "its header says transactions " + header.min() + " to " + header.max()
                            + ", which is not what its name says");
        }
    }

    static DamagedObjectException gone(String key, NoSuchFileException cause) {
        return new DamagedObjectException(key, "it has disappeared since the listing", cause);
    }
}
