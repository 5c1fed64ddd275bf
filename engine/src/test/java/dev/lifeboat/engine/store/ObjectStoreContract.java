package dev.lifeboat.engine.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.lifeboat.engine.store.ObjectStore.Body;
import dev.lifeboat.engine.store.ObjectStore.Feature;
import dev.lifeboat.engine.store.ObjectStore.PutCondition;
import dev.lifeboat.engine.store.ObjectStore.PutOutcome;
import dev.lifeboat.engine.store.ObjectStore.Upload;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.NoSuchFileException;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/// What every store promises. A subclass gives a store whose root does not exist yet.
public abstract class ObjectStoreContract {
    protected abstract ObjectStore store();

    protected static Body text(String text) {
        return () -> new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8));
    }

    protected final String content(String key) throws IOException {
        try (InputStream in = store().open(key)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    @Test
    void aRootWithoutObjectsListsNothing() throws IOException {
        assertThat(store().list("")).isEmpty();
        assertThat(store().list("generations/")).isEmpty();
    }

    @Test
    void whatIsPutIsListedAndReadBack() throws IOException {
        PutOutcome outcome = store().put("a/b/c", text("hello"), PutCondition.IF_ABSENT);
        assertThat(outcome).isInstanceOf(PutOutcome.Stored.class);
        StoredObject told = ((PutOutcome.Stored) outcome).object();
        StoredObject listed = store().list("").getFirst();
        assertThat(listed.key()).isEqualTo("a/b/c").isEqualTo(told.key());
        assertThat(listed.sizeBytes()).isEqualTo(5).isEqualTo(told.sizeBytes());
        assertThat(listed.entityTag()).isEqualTo(told.entityTag());
        assertThat(listed.storedAt()).isCloseTo(told.storedAt(), within(5, ChronoUnit.SECONDS));
        assertThat(content("a/b/c")).isEqualTo("hello");
    }

    @Test
    void theBeginningOfAnObjectIsReadAlone() throws IOException {
        store().put("k", text("hello"), PutCondition.IF_ABSENT);
        store().put("empty", text(""), PutCondition.IF_ABSENT);
        assertThat(store().beginning("k", 2)).asString(StandardCharsets.UTF_8).isEqualTo("he");
        assertThat(store().beginning("k", 100)).asString(StandardCharsets.UTF_8).isEqualTo("hello");
        assertThat(store().beginning("empty", 100)).isEmpty();
        assertThatThrownBy(() -> store().beginning("nothing", 100)).isInstanceOf(NoSuchFileException.class);
        assertThat(store().list("/000")).as("no key begins with a slash here").isEmpty();
    }

    @Test
    void listingsAreByPrefixAndInKeyOrder() throws IOException {
        for (String key : List.of("a/z", "a/b/x", "a/b-x", "a.x", "b/y")) {
            store().put(key, text(key), PutCondition.ALWAYS);
        }
        assertThat(store().list("a/").stream().map(StoredObject::key)).containsExactly("a/b-x", "a/b/x", "a/z");
        assertThat(store().list("a/b").stream().map(StoredObject::key)).containsExactly("a/b-x", "a/b/x");
        assertThat(store().list("a/b/nothing/")).isEmpty();
    }

    /// OB-7: a listing that broke goes on where it was.
    @Test
    void aListingGoesOnBehindAnyKey() throws IOException {
        List<String> keys = List.of("a/b-x", "a/b.x/y", "a/b/x", "a/b/y/z", "a/b0", "a/z");
        for (String key : keys) {
            store().put(key, text(key), PutCondition.ALWAYS);
        }
        for (int shown = 0; shown < keys.size(); shown++) {
            List<String> rest = new ArrayList<>();
            store().list("a/", keys.get(shown), object -> rest.add(object.key()));
            assertThat(rest).containsExactlyElementsOf(keys.subList(shown + 1, keys.size()));
        }
        List<String> between = new ArrayList<>();
        store().list("a/", "a/b/xx", object -> between.add(object.key()));
        assertThat(between).containsExactly("a/b/y/z", "a/b0", "a/z");
    }

    /// OB-6: reading that broke off goes on at any byte, of the same object only.
    @Test
    void anObjectIsReadFromAnyByteAsLongAsItIsTheSame() throws IOException {
        store().put("a/k", text("hello"), PutCondition.ALWAYS);
        String tag = store().list("a/").getFirst().entityTag();
        try (ObjectBytes whole = store().open("a/k")) {
            assertThat(whole.entityTag()).isEqualTo(tag);
        }
        for (int from = 0; from <= 5; from++) {
            try (ObjectBytes rest = store().open("a/k", from, tag)) {
                assertThat(rest.readAllBytes()).asString(StandardCharsets.UTF_8).isEqualTo("hello".substring(from));
                assertThat(rest.entityTag()).isEqualTo(tag);
            }
        }
        store().put("a/k", text("other"), PutCondition.ALWAYS);
        assertThatThrownBy(() -> store().open("a/k", 2, tag)).isInstanceOf(ReplacedException.class);
        store().delete(List.of("a/k"));
        assertThatThrownBy(() -> store().open("a/k", 2, tag)).isInstanceOf(NoSuchFileException.class);
    }

    @Test
    void ifAbsentKeepsWhatIsThereAndAlwaysReplacesIt() throws IOException {
        store().put("k", text("one"), PutCondition.IF_ABSENT);
        assertThat(store().put("k", text("two"), PutCondition.IF_ABSENT)).isEqualTo(new PutOutcome.Refused("k"));
        assertThat(content("k")).isEqualTo("one");
        store().put("k", text("three"), PutCondition.ALWAYS);
        assertThat(content("k")).isEqualTo("three");
        assertThat(store().list("")).hasSize(1);
    }

    @Test
    void anObjectIsReplacedOnlyWhileItIsTheOneThatWasSeen() throws IOException {
        assertThat(store().features()).contains(Feature.CONDITIONAL_REPLACE);
        store().put("k", text("one"), PutCondition.IF_ABSENT);
        String seen = store().head("k").orElseThrow().object().entityTag();
        store().put("k", text("other"), PutCondition.ALWAYS);

        assertThat(store().put("k", text("two"), new PutCondition.IfMatch(seen)))
                .isEqualTo(new PutOutcome.Refused("k"));
        assertThat(content("k")).isEqualTo("other");

        String now = store().head("k").orElseThrow().object().entityTag();
        assertThat(store().put("k", text("two"), new PutCondition.IfMatch(now))).isInstanceOf(PutOutcome.Stored.class);
        assertThat(content("k")).isEqualTo("two");
    }

    @Test
    void theHeadOfAnObjectSaysWhatItsWriterSaid() throws IOException {
        Map<String, String> metadata = Map.of(
                ObjectMetadata.COMMIT_TIME, "2026-11-20T13:17:00.250Z",
                ObjectMetadata.POSITION, "0123456789abcdef/00000001/00001038");
        store().put(new Upload("a/k", text("hello"), PutCondition.IF_ABSENT, metadata));

        ObjectHead head = store().head("a/k").orElseThrow();
        assertThat(head.metadata()).containsAllEntriesOf(metadata);
        assertThat(List.of(head.object())).isEqualTo(store().list("a/"));
        assertThat(store().head("a/nothing")).isEmpty();
    }

    @Test
    void oneOfManyWritersOfAKeyWins() throws Exception {
        assertThat(store().features()).contains(Feature.CONDITIONAL_PUT);
        try (ExecutorService writers = Executors.newFixedThreadPool(8)) {
            List<Callable<PutOutcome>> puts = IntStream.range(0, 8)
                    .<Callable<PutOutcome>>mapToObj(
                            n -> () -> store().put("race/k", text("writer " + n), PutCondition.IF_ABSENT))
                    .toList();
            int stored = 0;
            for (Future<PutOutcome> put : writers.invokeAll(puts)) {
                stored += put.get() instanceof PutOutcome.Stored ? 1 : 0;
            }
            assertThat(stored).isEqualTo(1);
            assertThat(content("race/k")).startsWith("writer ");
        }
    }

    @Test
    void aBodyThatBreaksLeavesWhatWasThere() throws IOException {
        store().put("k", text("one"), PutCondition.ALWAYS);
        Body broken = () -> new InputStream() {
            @Override
            public int read() throws IOException {
                throw new IOException("the source broke");
            }
        };
        assertThatThrownBy(() -> store().put("k", broken, PutCondition.ALWAYS)).hasMessage("the source broke");
        assertThatThrownBy(() -> store().put("n", broken, PutCondition.IF_ABSENT))
                .hasMessage("the source broke");
        assertThat(store().list("")).hasSize(1);
        assertThat(content("k")).isEqualTo("one");
    }

    @Test
    void deletingTakesAwayAndIsNoErrorForWhatIsAbsent() throws IOException {
        store().put("a/k", text("one"), PutCondition.ALWAYS);
        store().delete(List.of("a/k", "a/never", "never/k"));
        assertThat(store().list("")).isEmpty();
        assertThatThrownBy(() -> content("a/k")).isInstanceOf(NoSuchFileException.class);
    }

    @Test
    void keysThatAreNotKeysNameNothing() {
        for (String key : List.of("../x", "/etc/passwd", "a//b", "a/./b", "")) {
            assertThatThrownBy(() -> content(key)).as(key).isInstanceOf(IOException.class);
            assertThatThrownBy(() -> store().put(key, text("x"), PutCondition.ALWAYS))
                    .as(key)
                    .isInstanceOf(IOException.class);
        }
    }
}
