package dev.lifeboat.engine.store;

import dev.lifeboat.engine.store.ObjectStore.Feature;
import dev.lifeboat.engine.store.ObjectStore.PutCondition;
import dev.lifeboat.engine.store.ObjectStore.PutOutcome;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.EnumSet;
import java.util.Set;

/// Finds out which conditions a store really obeys (OB-4): some take them without a word and overwrite all the
/// same.
///
/// It writes one small object, [#KEY], and leaves it, since a writer need not be allowed to delete. Three
/// requests, at the start of a replicator; several may probe one root at the same time.
public final class ConditionProbe {
    public static final String KEY = "lifeboat-probe";
    private static final String NO_TAG = "\"00000000000000000000000000000000\"";

    private ConditionProbe() {}

    /// The features that hold what they promise.
    public static Set<Feature> honest(ObjectStore store) throws IOException {
        ObjectStore.Body body = () -> new ByteArrayInputStream(
                "Lifeboat looks whether this store obeys conditions.\n".getBytes(StandardCharsets.UTF_8));
        Set<Feature> honest = EnumSet.noneOf(Feature.class);
        store.put(KEY, body, PutCondition.ALWAYS);
        if (isRefused(store, body, PutCondition.IF_ABSENT) && store.features().contains(Feature.CONDITIONAL_PUT)) {
            honest.add(Feature.CONDITIONAL_PUT);
        }
        if (isRefused(store, body, new PutCondition.IfMatch(NO_TAG))
                && store.features().contains(Feature.CONDITIONAL_REPLACE)) {
            honest.add(Feature.CONDITIONAL_REPLACE);
        }
        return honest;
    }

    private static boolean isRefused(ObjectStore store, ObjectStore.Body body, PutCondition condition)
            throws IOException {
        return store.put(KEY, body, condition) instanceof PutOutcome.Refused;
    }
}
