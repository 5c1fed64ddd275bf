package dev.lifeboat.engine.store.retry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lifeboat.engine.replicate.upload.FaultyStore;
import dev.lifeboat.engine.replicate.upload.MovingClock;
import dev.lifeboat.engine.store.StoreException;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class RetryingStoreTest {
    private final MovingClock clock = new MovingClock("2026-03-01T04:00:00Z");
    private final FaultyStore store = new FaultyStore(clock);
    private final Random random = new Random(1);
    private final Circuit circuit = new Circuit(clock, random);
    private final RetryingStore retrying =
            new RetryingStore(store, Backoff.STANDARD, Duration.ofSeconds(30), circuit, clock, random, clock::pass);

    /// Fails the first requests with `failure`.
    private void fail(int times, IOException failure) {
        store.script(new FaultyStore.Script() {
            private int left = times;

            @Override
            public void before(FaultyStore.Request request) throws IOException {
                if (left-- > 0) {
                    throw failure;
                }
            }
        });
    }

    @Test
    void whatMaySucceedIsTriedAgain() throws IOException {
        fail(4, new IOException("503"));
        assertThat(retrying.list("")).isEmpty();
        assertThat(store.requests()).hasSize(5);
    }

    /// OB-7: what lies in front of the break is not shown twice, and a long listing has the time it needs.
    @Test
    void aListingThatBreaksGoesOnBehindWhatItShowed() throws IOException {
        List<String> keys = IntStream.range(100, 200).mapToObj(n -> "k" + n).toList();
        keys.forEach(key -> store.place(key, new byte[] {1}));
        store.script(new FaultyStore.Script() {
            private int shown;

            @Override
            public void showing(String key) throws IOException {
                clock.pass(Duration.ofSeconds(1));
                if (++shown % 7 == 0) {
                    throw new IOException("503");
                }
            }
        });
        List<String> seen = new ArrayList<>();
        retrying.list("k", object -> seen.add(object.key()));
        assertThat(seen).isEqualTo(keys);
    }

    @Test
    void theTotalDeadlineEndsIt() {
        fail(Integer.MAX_VALUE, new IOException("503"));
        Instant begin = clock.instant();
        assertThatThrownBy(() -> retrying.head("k")).isInstanceOf(IOException.class);
        assertThat(Duration.between(begin, clock.instant())).isBetween(Duration.ofSeconds(5), Duration.ofSeconds(30));
        assertThat(store.requests()).as("OB-5").hasSizeLessThan(30);
    }

    @Test
    void whatTheStoreAnsweredIsNotAskedAgain() {
        fail(1, new StoreException(StoreException.Kind.DENIED, "denied", new IOException()));
        assertThatThrownBy(() -> retrying.list("")).hasMessage("denied");
        assertThatThrownBy(() -> retrying.open("nothing")).isInstanceOf(NoSuchFileException.class);
        assertThat(store.requests()).hasSize(2);
        assertThat(circuit.isOpen()).isFalse();
    }

    @Test
    void pausesAreJitteredFromNothingToABoundThatDoublesToItsCap() {
        for (int failures = 1; failures < 40; failures++) {
            long most = failures < 5 ? 1000L << (failures - 1) : 15_000;
            assertThat(Backoff.STANDARD.pause(failures, random)).isBetween(Duration.ZERO, Duration.ofMillis(most));
        }
    }
}
