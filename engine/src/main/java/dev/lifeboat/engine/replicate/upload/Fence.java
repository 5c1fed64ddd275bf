package dev.lifeboat.engine.replicate.upload;

import dev.lifeboat.engine.GenerationId;
import dev.lifeboat.engine.Problem;
import dev.lifeboat.engine.ProblemCode;
import dev.lifeboat.engine.backup.generations.ObjectName;
import dev.lifeboat.engine.store.ObjectHead;
import dev.lifeboat.engine.store.ObjectStore;
import dev.lifeboat.engine.store.ObjectStore.Feature;
import dev.lifeboat.engine.store.ObjectStore.PutCondition;
import dev.lifeboat.engine.store.ObjectStore.PutOutcome;
import dev.lifeboat.engine.store.StoredObject;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.NoSuchFileException;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumSet;
import java.util.Optional;

/// Keeps two writers of one replica apart (OB-2): an object that says who writes, replaced only while it is the
/// one that was read. One for each lane; safe for use by several threads.
///
/// What it decides about time it decides from times of the store (W4).
final class Fence {
    static final String KEY = ObjectName.FENCE;

    /// Written to learn the store's time, and never read.
    static final String PROBE = "lifeboat-probe";

    /// A writer whose last object is older is taken for dead.
    private static final Duration ALIVE = Duration.ofSeconds(60);

    /// Two writers that start together refuse one another once each at most.
    private static final int MOST_ATTEMPTS = 3;

    /// No store gives an object this tag.
    private static final String NO_TAG = "\"lifeboat-no-such-tag\"";

    private final ObjectStore store;
    private final WriterIdentity me;
    private final Liveness liveness;
    private final LaneSettings settings;
    private String tag = "";
    private Optional<FenceRecord> written = Optional.empty();
    private Conditions conditions = Conditions.UNTRIED;

    private enum Conditions {
        UNTRIED,
        HONEST,
        IGNORED
    }

    Fence(ObjectStore store, WriterIdentity me, Liveness liveness, LaneSettings settings) {
        this.store = store;
        this.me = me;
        this.liveness = liveness;
        this.settings = settings;
    }

    sealed interface Standing {
        /// We may write. `notice` is what a person should know; empty where there is nothing.
        record Ours(String notice) implements Standing {}

        /// We must not: somebody else does, or the store cannot keep two writers apart.
        record Refused(Problem problem) implements Standing {}
    }

    /// What a claim would meet, without writing a fence.
    synchronized Standing examine() throws IOException {
        if (!decides() && !settings.allowUnfenced()) {
            return new Standing.Refused(unfenced());
        }
        Optional<ObjectHead> head = store.head(KEY);
        return head.isPresent() ? judge(read(), head.get().object()) : new Standing.Ours("");
    }

    /// Makes us the writer of the replica, in `generation`.
    synchronized Standing claim(GenerationId generation) throws IOException {
        if (!decides() && !settings.allowUnfenced()) {
            return new Standing.Refused(unfenced());
        }
        FenceRecord mine = new FenceRecord(me, generation, false);
        String notice = "";
        for (int attempt = 0; attempt < MOST_ATTEMPTS; attempt++) {
            PutCondition condition = PutCondition.IF_ABSENT;
            Optional<ObjectHead> head = store.head(KEY);
            if (head.isPresent()) {
                Optional<FenceRecord> found = read();
                if (found.equals(Optional.of(mine))) {
                    return claimed(mine, head.get().object().entityTag(), notice);
                }
                if (written.isPresent() && found.filter(each -> each.isOf(me)).isEmpty()) {
                    // Who was taken over from does not take back, whatever the age.
                    return new Standing.Refused(held(found));
                }
                switch (judge(found, head.get().object())) {
                    case Standing.Refused refused -> {
                        return refused;
                    }
                    case Standing.Ours(String said) -> notice = said;
                }
                condition = new PutCondition.IfMatch(head.get().object().entityTag());
            }
            if (put(mine, decides() ? condition : PutCondition.ALWAYS)
                    instanceof PutOutcome.Stored(StoredObject object)) {
                return claimed(mine, object.entityTag(), notice);
            }
        }
        throw new IOException(store.location() + ": " + KEY + " changes under each look at it");
    }

    private Standing claimed(FenceRecord mine, String newTag, String notice) throws IOException {
        tag = newTag;
        written = Optional.of(mine);
        if (!decides()) {
            return readBack(mine);
        }
        if (conditions == Conditions.UNTRIED) {
            conditions = isHonest(mine) ? Conditions.HONEST : Conditions.IGNORED;
            if (conditions == Conditions.IGNORED && !settings.allowUnfenced()) {
                return new Standing.Refused(unfenced());
            }
        }
        String weak = promises() && decides()
                ? ""
                : store.location() + " does not promise to keep two writers apart: what it does is only looked at";
        return new Standing.Ours(notice.isEmpty() || weak.isEmpty() ? notice + weak : notice + "; " + weak);
    }

    private Standing readBack(FenceRecord mine) throws IOException {
        Optional<FenceRecord> there = read();
        return there.equals(Optional.of(mine))
                ? new Standing.Ours(store.location()
                        + " does not keep two writers apart: the fence is only written and looked at again")
                : new Standing.Refused(held(there));
    }

    /// OB-4: both conditions are tried on the fence itself, with the bytes that it has, so that a store which
    /// ignores them changes nothing and no right to delete is needed.
    private boolean isHonest(FenceRecord mine) throws IOException {
        return put(mine, PutCondition.IF_ABSENT) instanceof PutOutcome.Refused
                && put(mine, new PutCondition.IfMatch(NO_TAG)) instanceof PutOutcome.Refused;
    }

    private boolean promises() {
        return store.features().containsAll(EnumSet.of(Feature.CONDITIONAL_PUT, Feature.CONDITIONAL_REPLACE));
    }

    /// Whether the store, as far as it was tried, decides between two writers.
    synchronized boolean decides() {
        return store.features().contains(Feature.CONDITIONAL_REPLACE) && conditions != Conditions.IGNORED;
    }

    /// Whether we still are the writer.
    synchronized Standing check() throws IOException {
        Optional<ObjectHead> head = store.head(KEY);
        if (head.isEmpty()) {
            return written.isPresent() ? claim(written.get().generation()) : new Standing.Ours("");
        }
        String found = head.get().object().entityTag();
        if (!found.isEmpty() && found.equals(tag)) {
            return new Standing.Ours("");
        }
        Optional<FenceRecord> record = read();
        if (record.filter(each -> each.isOf(me)).isPresent()) {
            tag = found;
            return new Standing.Ours("");
        }
        return new Standing.Refused(held(record));
    }

    /// Tells the next writer that it need not wait. Nothing may be written after it.
    synchronized void release() throws IOException {
        if (written.isPresent() && decides()) {
            put(new FenceRecord(me, written.get().generation(), true), new PutCondition.IfMatch(tag));
        }
    }

    private PutOutcome put(FenceRecord record, PutCondition condition) throws IOException {
        byte[] bytes = record.encode();
        return store.put(KEY, () -> new ByteArrayInputStream(bytes), condition);
    }

    private Optional<FenceRecord> read() throws IOException {
        try (InputStream in = store.open(KEY)) {
            return FenceRecord.decode(in.readNBytes(FenceRecord.MOST_BYTES));
        } catch (NoSuchFileException e) {
            throw new IOException(KEY + " disappeared while it was read", e);
        }
    }

    private Standing judge(Optional<FenceRecord> found, StoredObject fence) throws IOException {
        if (found.isEmpty()) {
            return settings.takeOver()
                    ? new Standing.Ours("the fence in " + store.location() + " could not be read and is replaced")
                    : new Standing.Refused(held(found));
        }
        FenceRecord record = found.get();
        if (record.isOf(me) || record.released()) {
            return new Standing.Ours("");
        }
        if (settings.takeOver() || !isAlive(record, fence)) {
            // What an earlier run on this host left behind is nothing to tell.
            boolean isNews = settings.takeOver() || !record.writer().host().equals(me.host());
            return new Standing.Ours(isNews ? "taken over from " + record.describe() : "");
        }
        return new Standing.Refused(held(found));
    }

    private boolean isAlive(FenceRecord record, StoredObject fence) throws IOException {
        WriterIdentity other = record.writer();
        if (other.host().equals(me.host())) {
            return other.bootId().equals(me.bootId()) && liveness.isAlive(other.pid(), other.since());
        }
        Instant[] newest = {fence.storedAt()};
        store.list("generations/" + record.generation() + "/", object -> {
            newest[0] = object.storedAt().isAfter(newest[0]) ? object.storedAt() : newest[0];
        });
        return Duration.between(newest[0], storeTime()).compareTo(ALIVE) < 0;
    }

    private Instant storeTime() throws IOException {
        PutOutcome outcome = store.put(PROBE, () -> new ByteArrayInputStream(new byte[] {'\n'}), PutCondition.ALWAYS);
        return switch (outcome) {
            case PutOutcome.Stored(StoredObject object) -> object.storedAt();
            case PutOutcome.Refused(String key) -> throw new IOException(key + " cannot be written");
        };
    }

    private Problem held(Optional<FenceRecord> record) {
        String who = record.map(FenceRecord::describe).orElse("its fence " + KEY + " cannot be read");
        return Problem.of(ProblemCode.HELD_BY_ANOTHER, "another Lifeboat writes to " + store.location())
                .withDetail(who)
                .withSafe("nothing was overwritten")
                .withNext("stop the other one, or start this one with --take-over");
    }

    private Problem unfenced() {
        return Problem.of(
                        ProblemCode.UNSAFE,
                        store.location() + " ignores conditions on writing: two writers could not be kept apart")
                .withSafe("nothing was overwritten")
                .withNext("make sure that there is one writer, and set allow-unfenced: true for this replica");
    }
}
