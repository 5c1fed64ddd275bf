package dev.lifeboat.engine.timeline;

import dev.lifeboat.engine.backup.Generation;
import dev.lifeboat.engine.backup.History;
import dev.lifeboat.engine.backup.LtxFile;
import dev.lifeboat.engine.backup.Segment;
import dev.lifeboat.engine.backup.Snapshot;
import dev.lifeboat.engine.backup.TimeSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;

/// The facts of the objects of one listing: what an earlier look has left and still holds, and what is read now.
///
/// What was learned of a segment holds as long as the segments before it lead to it in the same way: it is not taken
/// over where one of them has changed or is not known.
final class Known {
    private final History listing;
    private final Map<ObjectIdentity, Facts> remembered;
    private final Map<String, Facts> facts = new HashMap<>();

    private final Set<ObjectIdentity> fleeting = new HashSet<>();

    /// The segment before each, in the same WAL index.
    private final Map<String, Segment> before = new HashMap<>();

    Known(History listing, Map<ObjectIdentity, Facts> remembered) {
        this.listing = listing;
        this.remembered = remembered;
        for (Generation generation : listing.generations()) {
            Segment last = null;
            for (Segment segment : generation.segments()) {
                if (last != null && last.index() == segment.index()) {
                    before.put(segment.key(), last);
                }
                last = segment;
            }
        }
    }

    /// Takes over what still holds; what is left of `reach` has to be read, in this order.
    List<Unread> missing(Reach reach) {
        List<Unread> missing = new ArrayList<>();
        for (Generation generation : listing.generations()) {
            generation.snapshots().forEach(each -> takeOver(each.key(), Unread.identity(each)));
        }
        listing.ltx().files().forEach(each -> takeOver(each.key(), Unread.identity(each)));
        Set<String> followed = followed();
        reach.snapshots().stream()
                .filter(each -> !has(each.key()))
                .forEach(each -> missing.add(new Unread.OfSnapshot(each)));
        reach.segments().stream()
                .filter(each -> !followed.contains(each.key()))
                .forEach(each -> missing.add(new Unread.OfSegment(each)));
        reach.files().stream().filter(each -> !has(each.key())).forEach(each -> missing.add(new Unread.OfFile(each)));
        return missing;
    }

    private boolean has(String key) {
        return facts.containsKey(key);
    }

    private void takeOver(String key, ObjectIdentity identity) {
        Optional.ofNullable(remembered.get(identity)).ifPresent(found -> facts.put(key, found));
    }

    /// Takes over what was learned of segments; the keys of those.
    private Set<String> followed() {
        Set<String> followed = new HashSet<>();
        for (Generation generation : listing.generations()) {
            for (Segment segment : generation.segments()) {
                Segment last = before.get(segment.key());
                Facts found = remembered.get(Unread.identity(segment));
                boolean holds = found != null
                        && (last == null || followed.contains(last.key()))
                        && found.from().equals(before(segment).map(Chain::cursor));
                if (holds) {
                    facts.put(segment.key(), found);
                    followed.add(segment.key());
                }
            }
        }
        return followed;
    }

    /// Where the segments of its index lead to before `segment`; nothing where it is the first, or where they do not
    /// lead to it.
    Optional<Chain> before(Segment segment) {
        return Optional.ofNullable(before.get(segment.key()))
                .flatMap(last -> Optional.ofNullable(facts.get(last.key())))
                .flatMap(last -> last instanceof Facts.OfSegment known ? known.to() : Optional.empty())
                .filter(chain -> chain.cursor().offsetBytes() == segment.offset());
    }

    void learn(ObjectIdentity object, Facts learned) {
        facts.put(object.key(), learned);
    }

    /// For this look only.
    void assume(ObjectIdentity object, Facts assumed) {
        facts.put(object.key(), assumed);
        fleeting.add(object);
    }

    Map<String, Facts> facts() {
        return facts;
    }

    /// The listing with true ends of segments, true times of LTX files, and what is damaged.
    History history() {
        Map<String, String> damage = new HashMap<>();
        facts.forEach((key, each) -> {
            if (each instanceof Facts.Damaged(var _, String reason)) {
                damage.put(key, reason);
            }
        });
        return listing.withDamage(damage)
                .withSegments(segment -> end(segment).stream()
                        .mapToObj(segment::withEnd)
                        .findFirst()
                        .orElse(segment))
                .withLtx(listing.ltx().withFiles(this::known));
    }

    private OptionalLong end(Segment segment) {
        return facts.get(segment.key()) instanceof Facts.OfSegment known
                ? OptionalLong.of(known.endBytes())
                : OptionalLong.empty();
    }

    private LtxFile known(LtxFile file) {
        if (!(facts.get(file.key()) instanceof Facts.OfFile known)) {
            return file;
        }
        LtxFile timed = file.at(known.time(), TimeSource.WRITER);
        return known.extent() == LtxFile.Extent.UNKNOWN ? timed : timed.of(known.extent());
    }

    /// What a later look may take over: of objects that are still there.
    Map<ObjectIdentity, Facts> worthKeeping() {
        Map<ObjectIdentity, Facts> kept = new HashMap<>();
        for (Generation generation : listing.generations()) {
            for (Snapshot snapshot : generation.snapshots()) {
                keep(kept, snapshot.key(), Unread.identity(snapshot));
            }
            for (Segment segment : generation.segments()) {
                keep(kept, segment.key(), Unread.identity(segment));
            }
        }
        listing.ltx().files().forEach(file -> keep(kept, file.key(), Unread.identity(file)));
        return kept;
    }

    private void keep(Map<ObjectIdentity, Facts> kept, String key, ObjectIdentity identity) {
        if (fleeting.contains(identity)) {
            return;
        }
        Optional.ofNullable(facts.get(key))
                .or(() -> Optional.ofNullable(remembered.get(identity)))
                .ifPresent(each -> kept.put(identity, each));
    }
}
