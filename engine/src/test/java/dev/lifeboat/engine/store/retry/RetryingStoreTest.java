package dev.lifeboat.engine.store.retry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lifeboat.engine.replicate.upload.FaultyStore;
import dev.lifeboat.engine.replicate.upload.MovingClock;
import dev.lifeboat.engine.store.NotAStoreException;
import dev.lifeboat.engine.store.ReplacedException;
import dev.lifeboat.engine.store.StoreException;
import dev.lifeboat.engine.store.StoreFaultException;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.NoSuchFileException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class RetryingStoreTest {
    private final MovingClock clock = new MovingClock("2026-03-01T04:00:00Z");
    private final FaultyStore store = new FaultyStore(clock);
    private final Random random = new Random(1);
    private final Circuit circuit = new Circuit(clock, random);
    private final RetryingStore.Patience patience =
            new RetryingStore.Patience(Duration.ofSeconds(30), Duration.ofSeconds(2));
    private final RetryingStore retrying =
            new RetryingStore(store, Backoff.STANDARD, patience, circuit, clock, random, clock::pass);

    private RetryingStore forFourSeconds(Pauses pauses) {
        Duration patience = Duration.ofSeconds(4);
        return new RetryingStore(
                store,
                Backoff.STANDARD,
                new RetryingStore.Patience(patience, patience),
                circuit,
                clock,
                random,
                pauses);
    }

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
        assertThat(Duration.between(begin, clock.instant())).isEqualTo(Duration.ofSeconds(30));
        assertThat(store.requests()).as("OB-5").hasSizeLessThan(30);
    }

    /// A store that is back only when the patience ends: the last pause is cut to what is left of it.
    @Test
    void theLastAttemptIsMadeWhenTheTimeIsUp() throws IOException {
        for (int seed = 0; seed < 50; seed++) {
            FaultyStore away = new FaultyStore(clock);
            Random drawn = new Random(seed);
            Instant back = clock.instant().plus(patience.total());
            away.script(new FaultyStore.Script() {
                @Override
                public void before(FaultyStore.Request request) throws IOException {
                    if (clock.instant().isBefore(back)) {
                        throw new IOException("503");
                    }
                }
            });
            RetryingStore waiting = new RetryingStore(
                    away, Backoff.STANDARD, patience, new Circuit(clock, drawn), clock, drawn, clock::pass);

            assertThat(waiting.list("")).as("seed " + seed).isEmpty();

            assertThat(clock.instant()).isEqualTo(back);
        }
    }

    @Test
    void whoNeverAnswersIsGivenUpWhenTheTimeIsUpAndTheReasonIsTold() {
        fail(Integer.MAX_VALUE, new IOException("503"));
        Instant begin = clock.instant();
        assertThatThrownBy(() -> retrying.list(""))
                .isInstanceOf(StoreException.class)
                .hasMessageContaining("503");
        assertThat(Duration.between(begin, clock.instant())).isEqualTo(patience.total());
    }

    /// A mistyped endpoint, for a person who waits.
    @Test
    void whoWasNeverHeardIsGivenUpSoon() {
        fail(Integer.MAX_VALUE, new NotAStoreException("connection refused", new IOException()));
        Instant begin = clock.instant();
        assertThatThrownBy(() -> retrying.list(""))
                .isInstanceOf(StoreException.class)
                .hasMessageContaining("connection refused");
        assertThat(Duration.between(begin, clock.instant())).isEqualTo(patience.unheard());
        assertThat(store.requests()).hasSizeGreaterThan(1);
    }

    /// A server that is restarted in the middle of a restore.
    @Test
    void whoWasHeardBeforeIsWaitedFor() throws IOException {
        retrying.list("");
        Instant begin = clock.instant();
        fail(Integer.MAX_VALUE, new NotAStoreException("connection refused", new IOException()));
        assertThatThrownBy(() -> retrying.list("")).isInstanceOf(StoreException.class);
        assertThat(Duration.between(begin, clock.instant())).isGreaterThan(Duration.ofSeconds(2));
    }

    /// OB-5: while one thread asks whether the store is back, the others see that the next question comes too late
    /// for them.
    @Test
    void whoWaitsForTheQuestionOfAnotherThreadGoesOnWithItsAnswer() throws IOException {
        IntStream.range(0, 9).forEach(_ -> circuit.failed(circuit.changes()));
        clock.pass(Duration.ofSeconds(10));
        assertThat(circuit.permits()).as("the other's question").isTrue();
        Instant begin = clock.instant();
        RetryingStore waiting = forFourSeconds(pause -> {
            clock.pass(pause);
            circuit.answered();
        });

        assertThat(waiting.list("")).isEmpty();

        assertThat(Duration.between(begin, clock.instant())).isLessThanOrEqualTo(Duration.ofSeconds(1));
    }

    @Test
    void whoWaitsInVainIsToldWhenItsTimeIsUp() {
        IntStream.range(0, 9).forEach(_ -> circuit.failed(circuit.changes()));
        Instant begin = clock.instant();
        RetryingStore waiting = forFourSeconds(clock::pass);

        assertThatThrownBy(() -> waiting.list("")).isInstanceOf(StoreException.class);

        assertThat(Duration.between(begin, clock.instant())).isEqualTo(Duration.ofSeconds(4));
        assertThat(store.requests()).isEmpty();
    }

    @Test
    void aStoreThatIsAtFaultItselfIsWaitedForFromTheBeginning() {
        fail(Integer.MAX_VALUE, new IOException("503"));
        Instant begin = clock.instant();
        assertThatThrownBy(() -> retrying.list("")).isInstanceOf(StoreException.class);
        assertThat(Duration.between(begin, clock.instant())).isGreaterThan(Duration.ofSeconds(2));
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

    /// A reader that is cut off after at most `most` bytes, at a random one.
    private void breakOff(int most) {
        store.script(new FaultyStore.Script() {
            @Override
            public InputStream reading(String key, InputStream bytes) {
                return new CutOff(bytes, random.nextInt(most + 1));
            }
        });
    }

    private static final class CutOff extends FilterInputStream {
        private int left;

        private CutOff(InputStream in, int left) {
            super(in);
            this.left = left;
        }

        @Override
        public int read(byte[] bytes, int offset, int length) throws IOException {
            if (left == 0) {
                throw new IOException("connection reset");
            }
            int got = super.read(bytes, offset, Math.min(length, left));
            left -= Math.max(got, 0);
            return got;
        }
    }

    @Test
    void readingThatBreaksOffGoesOnAtItsByte() throws IOException {
        byte[] content = new byte[100_000];
        random.nextBytes(content);
        store.place("k", content);
        breakOff(3_000);
        try (InputStream in = retrying.open("k")) {
            assertThat(in.readAllBytes()).as("OB-6").isEqualTo(content);
        }
        assertThat(store.count("open")).isEqualTo(1);
        assertThat(store.requests()).hasSizeGreaterThan(30);
    }

    @Test
    void anObjectThatWasReplacedMeanwhileIsNotPiecedTogether() throws IOException {
        store.place("k", new byte[100]);
        breakOff(0);
        try (InputStream in = retrying.open("k")) {
            store.place("k", new byte[200]);
            assertThatThrownBy(in::readAllBytes).as("OB-6").isInstanceOf(ReplacedException.class);
        }
    }

    /// OB-5: a store that always breaks off is not asked for ever.
    @Test
    void readingThatDoesNotGetOnIsGivenUp() throws IOException {
        store.place("k", new byte[100]);
        store.script(new FaultyStore.Script() {
            @Override
            public InputStream reading(String key, InputStream bytes) {
                clock.pass(Duration.ofSeconds(1));
                return new CutOff(bytes, 0);
            }
        });
        try (InputStream in = retrying.open("k")) {
            assertThatThrownBy(in::readAllBytes)
                    .isInstanceOf(StoreException.class)
                    .hasMessageContaining("breaks off: connection reset");
        }
        assertThat(store.requests()).hasSizeBetween(5, 30);
    }

    /// OB-6 where there is nothing to ask for the rest with: all of it again, and what was read already is compared.
    @Test
    void anObjectWithoutATagIsAskedForFromItsBeginning() throws IOException {
        byte[] content = new byte[100_000];
        random.nextBytes(content);
        store.giveNoTags();
        store.place("k", content);
        breakOff(150_000);
        try (InputStream in = retrying.open("k")) {
            in.readNBytes(100);
            assertThat(in.readAllBytes()).isEqualTo(Arrays.copyOfRange(content, 100, content.length));
        }
        assertThat(store.count("open")).isGreaterThan(1);
    }

    @Test
    void anotherObjectWithoutATagIsNotPiecedTogether() throws IOException {
        store.giveNoTags();
        store.place("k", new byte[100]);
        cutOffAt(50);
        try (InputStream in = retrying.open("k")) {
            in.readNBytes(50);
            byte[] other = new byte[100];
            other[7] = 1;
            store.place("k", other);
            assertThatThrownBy(in::readAllBytes).as("OB-6").isInstanceOf(ReplacedException.class);
        }
    }

    @Test
    void anObjectWithoutATagThatAlwaysBreaksOffIsGivenUp() throws IOException {
        store.giveNoTags();
        store.place("k", new byte[100]);
        cutOffAt(50);
        Instant begin = clock.instant();
        try (InputStream in = retrying.open("k")) {
            assertThatThrownBy(in::readAllBytes)
                    .isInstanceOf(StoreException.class)
                    .hasMessageContaining("breaks off: connection reset");
        }
        assertThat(Duration.between(begin, clock.instant())).isBetween(Duration.ofSeconds(30), Duration.ofSeconds(60));
        assertThat(store.requests()).as("OB-5").hasSizeLessThan(30);
    }

    private void cutOffAt(int bytes) {
        store.script(new FaultyStore.Script() {
            @Override
            public InputStream reading(String key, InputStream in) {
                return new CutOff(in, bytes);
            }
        });
    }

    /// A store that answers with faults of its own is not said to be silent, also by those whom the circuit held back.
    @Test
    void whatTheStoreAnswersIsSaidWhenItIsGivenUp() {
        fail(Integer.MAX_VALUE, new StoreFaultException("s3://b answered 500 InternalError to get k"));
        assertThatThrownBy(() -> retrying.open("k"))
                .isInstanceOf(StoreException.class)
                .hasMessageStartingWith("s3://b answered 500 InternalError to get k")
                .hasMessageNotContaining("does not answer");
    }

    @Test
    void whoIsHeldBackSaysWhatTheOthersWereAnswered() {
        RetryingStore waiting = forFourSeconds(clock::pass);
        fail(Integer.MAX_VALUE, new StoreFaultException("s3://b answered 500 InternalError to get k"));
        assertThatThrownBy(() -> waiting.open("k")).isInstanceOf(StoreException.class);
        IntStream.range(0, 9).forEach(_ -> circuit.failed(circuit.changes()));
        int asked = store.requests().size();
        assertThatThrownBy(() -> waiting.open("l"))
                .hasMessageStartingWith("s3://b answered 500 InternalError to get k");
        assertThat(store.requests()).hasSize(asked);
    }

    /// Whoever cancels a restore does not make the store look as if it were away.
    @Test
    void anInterruptedThreadGivesUpAndTheCircuitStaysClosed() {
        fail(Integer.MAX_VALUE, new IOException("closed by interrupt"));
        for (int i = 0; i < 10; i++) {
            Thread.currentThread().interrupt();
            assertThatThrownBy(() -> retrying.open("k")).hasMessage("closed by interrupt");
            assertThat(Thread.interrupted()).isTrue();
        }
        assertThat(circuit.isOpen()).isFalse();
    }
}
