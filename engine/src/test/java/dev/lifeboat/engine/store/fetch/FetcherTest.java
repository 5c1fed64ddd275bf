package dev.lifeboat.engine.store.fetch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.NoSuchFileException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class FetcherTest {
    private static final long SECONDS = 20;

    private static List<Wanted> objects(int count, long bytes) {
        return IntStream.range(0, count)
                .mapToObj(n -> new Wanted("k" + n, bytes))
                .toList();
    }

    private static InputStream content(String key) {
        return new ByteArrayInputStream(key.getBytes(StandardCharsets.UTF_8));
    }

    private static String next(Fetcher fetcher) throws IOException {
        try (InputStream in = fetcher.next()) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    private static void await(CountDownLatch latch) throws IOException {
        try {
            assertThat(latch.await(SECONDS, TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException e) {
            throw new InterruptedIOException();
        }
    }

    @Test
    void objectsComeInTheOrderOfTheListWhateverOrderTheyArriveIn() throws IOException {
        Random random = new Random(7);
        List<Wanted> objects = objects(500, 4);
        try (Fetcher fetcher = new Fetcher(
                objects,
                key -> {
                    for (int spins = random.nextInt(2_000); spins > 0; spins--) {
                        Thread.yield();
                    }
                    return content(key);
                },
                new Width(16, 1 << 20))) {
            for (Wanted object : objects) {
                assertThat(next(fetcher)).isEqualTo(object.key());
            }
        }
    }

    @Test
    void asManyRequestsAsAreAllowedAreUnderWayTogether() throws IOException {
        CyclicBarrier together = new CyclicBarrier(8);
        List<Wanted> objects = objects(16, 4);
        try (Fetcher fetcher = new Fetcher(
                objects,
                key -> {
                    try {
                        together.await(SECONDS, TimeUnit.SECONDS);
                    } catch (Exception e) {
                        throw new IOException(e);
                    }
                    return content(key);
                },
                new Width(8, 1 << 20))) {
            for (Wanted object : objects) {
                assertThat(next(fetcher)).isEqualTo(object.key());
            }
        }
    }

    /// B2: the window is a bound on what is held, in bytes.
    @Test
    void eachConnectionFetchesSomeObjectsUnlessThereAreFew() {
        assertThat(Fetcher.workers(0, 128)).isZero();
        assertThat(Fetcher.workers(20, 128)).isEqualTo(20);
        assertThat(Fetcher.workers(100, 128)).isEqualTo(32);
        assertThat(Fetcher.workers(306, 128)).isEqualTo(76);
        assertThat(Fetcher.workers(306, 8)).isEqualTo(8);
        assertThat(Fetcher.workers(10_000, 128)).isEqualTo(128);
    }

    @Test
    void whatIsHeldAheadOfTheReaderHasABound() throws Exception {
        int bytes = 100_000;
        AtomicInteger opened = new AtomicInteger();
        try (Fetcher fetcher = new Fetcher(
                objects(100, bytes),
                _ -> {
                    opened.incrementAndGet();
                    return new ByteArrayInputStream(new byte[bytes]);
                },
                new Width(32, 5L * (bytes + 1_000)))) {
            for (int read = 0; read < 100; read++) {
                fetcher.next().close();
                assertThat(opened.get()).isLessThanOrEqualTo(read + 1 + 5);
            }
        }
        assertThat(opened).hasValue(100);
    }

    /// An object that alone is larger than the window is read all the same.
    @Test
    void theNextObjectAlwaysHasRoom() throws IOException {
        try (Fetcher fetcher = new Fetcher(objects(3, 900), FetcherTest::content, new Width(4, 1))) {
            for (int n = 0; n < 3; n++) {
                assertThat(next(fetcher)).isEqualTo("k" + n);
            }
        }
    }

    @Test
    void largeObjectsAreOpenedWhenTheirTurnComesAndTheOthersMeanwhile() throws IOException {
        Map<String, Boolean> opened = new ConcurrentHashMap<>();
        CountDownLatch others = new CountDownLatch(2);
        List<Wanted> objects =
                List.of(new Wanted("large", Fetcher.WHOLE_BYTES + 1L), new Wanted("a", 1), new Wanted("b", 1));
        try (Fetcher fetcher = new Fetcher(
                objects,
                key -> {
                    opened.put(key, true);
                    if (!key.equals("large")) {
                        others.countDown();
                    }
                    return content(key);
                },
                new Width(2, 1 << 20))) {
            await(others);
            assertThat(opened).doesNotContainKey("large");
            assertThat(next(fetcher)).isEqualTo("large");
            assertThat(next(fetcher)).isEqualTo("a");
            assertThat(next(fetcher)).isEqualTo("b");
        }
    }

    /// B2: what has grown since it was listed is not taken into memory.
    @Test
    void anObjectThatIsLongerThanTheListingSaidIsStreamed() throws IOException {
        AtomicInteger opened = new AtomicInteger();
        try (Fetcher fetcher = new Fetcher(
                List.of(new Wanted("a long story", 3)),
                key -> {
                    opened.incrementAndGet();
                    return content(key);
                },
                new Width(2, 1 << 20))) {
            assertThat(next(fetcher)).isEqualTo("a long story");
        }
        assertThat(opened).hasValue(2);
    }

    @Test
    void theFirstFailureInOrderIsThrownAndNothingBehindItIsFetched() throws IOException {
        CountDownLatch later = new CountDownLatch(1);
        List<String> opened = new ArrayList<>();
        try (Fetcher fetcher = new Fetcher(
                objects(1000, 4),
                key -> {
                    synchronized (opened) {
                        opened.add(key);
                    }
                    if (key.equals("k3")) {
                        later.countDown();
                        throw new IOException("three");
                    }
                    if (key.equals("k2")) {
                        await(later);
                        throw new IOException("two");
                    }
                    return content(key);
                },
                new Width(2, 1 << 20))) {
            assertThat(next(fetcher)).isEqualTo("k0");
            assertThat(next(fetcher)).isEqualTo("k1");
            assertThatThrownBy(fetcher::next).hasMessage("two");
        }
        assertThat(opened).hasSizeLessThan(10);
    }

    /// A socket hears no interrupt: a store that hangs is not waited for, and nothing more is asked of it.
    @Test
    void closingWaitsForNothingAndNothingMoreIsFetched() throws Exception {
        CountDownLatch begun = new CountDownLatch(4);
        CountDownLatch answered = new CountDownLatch(1);
        List<Thread> threads = new CopyOnWriteArrayList<>();
        List<String> asked = new CopyOnWriteArrayList<>();
        Fetcher fetcher = new Fetcher(
                objects(100, 4),
                key -> {
                    threads.add(Thread.currentThread());
                    asked.add(key);
                    begun.countDown();
                    awaitDeaf(answered);
                    return content(key);
                },
                new Width(4, 1 << 20));
        await(begun);
        fetcher.close();
        assertThat(threads).hasSize(4).allMatch(Thread::isAlive);
        assertThatThrownBy(fetcher::next).isInstanceOf(IOException.class);
        answered.countDown();
        for (Thread thread : threads) {
            assertThat(thread.join(Duration.ofSeconds(SECONDS))).isTrue();
        }
        assertThat(asked).hasSize(4);
    }

    private static void awaitDeaf(CountDownLatch latch) {
        while (true) {
            try {
                latch.await();
                return;
            } catch (InterruptedException e) {
                // As a read from a socket.
            }
        }
    }

    @Test
    void aFailureOfOneObjectLeavesTheOthersAndNothingIsFetchedTwice() throws IOException {
        CountDownLatch lastWasFetched = new CountDownLatch(1);
        AtomicInteger opened = new AtomicInteger();
        List<Wanted> objects = objects(40, 4);
        try (Fetcher fetcher = new Fetcher(
                objects,
                key -> {
                    opened.incrementAndGet();
                    if (key.equals("k39")) {
                        lastWasFetched.countDown();
                    } else if (key.equals("k0")) {
                        await(lastWasFetched);
                    }
                    if (Integer.parseInt(key.substring(1)) % 2 == 0) {
                        throw new NoSuchFileException(key);
                    }
                    return content(key);
                },
                new Width(8, 1 << 20),
                NoSuchFileException.class::isInstance)) {
            for (int i = 0; i < 40; i += 2) {
                assertThatThrownBy(fetcher::next)
                        .isInstanceOf(NoSuchFileException.class)
                        .hasMessage("k" + i);
                assertThat(next(fetcher)).isEqualTo("k" + (i + 1));
            }
        }
        assertThat(opened.get()).isEqualTo(40);
    }

    @Test
    void aFailureOfTheStoreEndsTheFetchingBehindFailuresOfObjects() throws IOException {
        try (Fetcher fetcher = new Fetcher(
                objects(3, 4),
                key -> {
                    throw key.equals("k1") ? new IOException("away") : new NoSuchFileException(key);
                },
                new Width(1, 1 << 20),
                NoSuchFileException.class::isInstance)) {
            assertThatThrownBy(fetcher::next).hasMessage("k0");
            assertThatThrownBy(fetcher::next).hasMessage("away");
            assertThatThrownBy(fetcher::next).as("it stays").hasMessage("away");
        }
    }
}
