package dev.lifeboat.engine.store.s3;

import static dev.lifeboat.engine.store.s3.FaultServer.answer;
import static dev.lifeboat.engine.store.s3.FaultServer.error;
import static org.assertj.core.api.Assertions.assertThat;

import dev.lifeboat.engine.Secret;
import dev.lifeboat.engine.store.StoreUrl;
import dev.lifeboat.engine.store.StoreUrl.S3Url;
import dev.lifeboat.engine.store.StoredObject;
import java.io.IOException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Listings of many pages, whose ranges are asked for at the same time: every key once, in order, whatever the names
/// and whatever a store makes of `start-after` (OB-7).
class LongListingTest {
    private static final AccessKeys KEYS = new AccessKeys("id", new Secret("secret"), Optional.empty(), "this test");

    private static final Instant OLDER = Instant.parse("2026-01-01T00:00:00Z");
    private static final Instant YOUNGER = Instant.parse("2026-01-01T00:00:01Z");

    /// What a store makes of a request for a page.
    private record Habits(int pageKeys, Start start, boolean sometimesEmpty) {
        static final Habits USUAL = new Habits(1000, Start.HEEDED, false);
    }

    /// What becomes of `start-after`.
    private enum Start {
        HEEDED,
        IGNORED,
        REFUSED,
        /// Nothing lies behind a key that it does not know.
        UNKNOWN
    }

    @Test
    void tenThousandTransactionsTakeFewRoundTrips() throws IOException {
        List<String> keys = IntStream.rangeClosed(1, 10_000)
                .mapToObj("db/0000/%016x-%1$016x.ltx"::formatted)
                .toList();
        try (FaultServer server = server(keys, Habits.USUAL)) {
            assertThat(listed(server)).isEqualTo(keys);
            assertThat(server.requests().size()).isBetween(11, 18);
            assertThat(server.requests().stream()
                            .filter(each -> each.line().contains("continuation-token"))
                            .count())
                    .as("pages that had to wait for the one before")
                    .isLessThan(4);
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void namesOfEveryKindAreListedWhole(long seed) throws IOException {
        Random random = new Random(seed);
        List<String> keys = names(random);
        for (Habits habits : List.of(
                Habits.USUAL,
                new Habits(1000, Start.IGNORED, false),
                new Habits(1000, Start.REFUSED, false),
                new Habits(1000, Start.UNKNOWN, false),
                new Habits(137, Start.HEEDED, false),
                new Habits(400, Start.HEEDED, true))) {
            try (FaultServer server = server(keys, habits)) {
                assertThat(listed(server)).as("seed %d, %s", seed, habits).isEqualTo(keys);
            }
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1500})
    void aStoreWithoutOrderIsListedPageByPage(int inOrder) throws IOException {
        List<String> keys = new ArrayList<>(
                IntStream.range(0, 4000).mapToObj("db/%08x"::formatted).toList());
        Collections.shuffle(keys.subList(inOrder, 2000), new Random(7));
        Collections.reverse(keys.subList(3000, 4000));
        try (FaultServer server = server(keys, Habits.USUAL)) {
            assertThat(sorted(server)).isEqualTo(List.copyOf(new TreeSet<>(keys)));
        }
    }

    /// A key that is shown twice is in order, and its younger entry counts, wherever a page or a range ends.
    @ParameterizedTest
    @ValueSource(ints = {1000, 999, 137})
    void keysThatAreShownTwiceAreOne(int pageKeys) throws IOException {
        assertYoungerAreListed(numbered(5000, 0, 2), pageKeys);
    }

    /// The first range begins behind 948: nine tenths of a page behind the first page.
    @Test
    void aPageMayEndBetweenTheEntriesOfTheKeyBehindWhichARangeBegins() throws IOException {
        List<String> keys = numbered(5000, 500, 105);
        assertThat(keys.subList(1999, 2001)).containsOnly("db/0000/%016x".formatted(948));
        assertYoungerAreListed(keys, 1000);
    }

    /// Each key twice, and `often` as often as said.
    private static List<String> numbered(int count, int often, int times) {
        return IntStream.range(0, count)
                .boxed()
                .flatMap(n -> Collections.nCopies(n == often ? times : 2, "db/0000/%016x".formatted(n)).stream())
                .toList();
    }

    private static void assertYoungerAreListed(List<String> keys, int pageKeys) throws IOException {
        List<StoredObject> listed = new ArrayList<>();
        try (FaultServer server = server(keys, new Habits(pageKeys, Start.HEEDED, false));
                S3ObjectStore store = store(server)) {
            store.list("", listed::add);
            assertThat(server.requests())
                    .as("ranges were asked for")
                    .anyMatch(each -> each.line().contains("start-after"));
            assertThat(server.requests().stream()
                            .filter(each -> each.line().contains("continuation-token"))
                            .count())
                    .as("pages that had to wait for the one before")
                    .isLessThan(keys.size() / pageKeys / 2);
        }
        assertThat(listed)
                .extracting(each -> "db/" + each.key())
                .isEqualTo(keys.stream().distinct().toList());
        assertThat(listed).extracting(StoredObject::storedAt).containsOnly(YOUNGER);
    }

    private static S3ObjectStore store(FaultServer server) {
        S3Url url = (S3Url) StoreUrl.parse("s3://bucket/db?endpoint=" + server.endpoint());
        return new S3Stores(Map.of(), Clock.systemUTC(), Limits.STANDARD).open(url, Optional.of(KEYS));
    }

    private static List<String> sorted(FaultServer server) throws IOException {
        try (S3ObjectStore store = store(server)) {
            return store.list("").stream().map(each -> "db/" + each.key()).toList();
        }
    }

    private static List<String> listed(FaultServer server) throws IOException {
        List<String> keys = new ArrayList<>();
        try (S3ObjectStore store = store(server)) {
            store.list("", object -> keys.add("db/" + object.key()));
        }
        return keys;
    }

    /// Dense and thin stretches, several folders, hashes.
    private static List<String> names(Random random) {
        Stream<String> transactions = IntStream.range(0, random.nextInt(6000))
                .mapToObj(i -> "db/0000/%016x.ltx".formatted((long) i * i + random.nextInt(1 + i)));
        Stream<String> segments = IntStream.range(0, random.nextInt(6000))
                .mapToObj(i -> "db/wal/%08x_%08x.wal.lz4".formatted(i / 700, random.nextInt(1 << 22)));
        Stream<String> hashes = random.ints(random.nextInt(3000)).mapToObj("db/%08x"::formatted);
        return Stream.of(transactions, segments, hashes)
                .flatMap(each -> each)
                .sorted()
                .distinct()
                .toList();
    }

    private static FaultServer server(List<String> keys, Habits habits) throws IOException {
        FaultServer.Line line = exchange -> {
            Map<String, String> asked = query(exchange.request().line());
            boolean isRefused = habits.start() == Start.REFUSED && asked.containsKey("start-after");
            (isRefused ? error(400, "InvalidRequest") : answer(200, Map.of(), page(keys, habits, asked)))
                    .play(exchange);
        };
        return new FaultServer(Collections.nCopies(500, line).toArray(FaultServer.Line[]::new));
    }

    private static String page(List<String> keys, Habits habits, Map<String, String> asked) {
        int from = 0;
        boolean isEmpty = false;
        if (asked.containsKey("continuation-token")) {
            String[] token = asked.get("continuation-token").split(":");
            from = Integer.parseInt(token[0]);
            isEmpty = habits.sometimesEmpty() && token.length == 1;
        } else if (habits.start() != Start.IGNORED && asked.containsKey("start-after")) {
            int at = Collections.binarySearch(keys, asked.get("start-after"));
            int behind = at < 0 ? -at - 1 : keys.lastIndexOf(keys.get(at)) + 1;
            from = at < 0 && habits.start() == Start.UNKNOWN ? keys.size() : behind;
        }
        int to = isEmpty ? from : Math.min(keys.size(), from + habits.pageKeys());
        String contents = IntStream.range(from, to)
                .mapToObj(i -> "<Contents><Key>" + keys.get(i) + "</Key><Size>1</Size><ETag>x</ETag>" + "<LastModified>"
                        + time(keys, i) + "</LastModified></Contents>")
                .collect(Collectors.joining());
        boolean isLast = to == keys.size();
        return "<ListBucketResult><IsTruncated>" + !isLast + "</IsTruncated>"
                + (isLast
                        ? ""
                        : "<NextContinuationToken>" + to + (isEmpty ? ":again" : "") + "</NextContinuationToken>")
                + contents + "</ListBucketResult>";
    }

    private static Instant time(List<String> keys, int at) {
        return at > 0 && keys.get(at).equals(keys.get(at - 1)) ? YOUNGER : OLDER;
    }

    private static Map<String, String> query(String line) {
        String target = line.split(" ")[1];
        return Arrays.stream(target.substring(target.indexOf('?') + 1).split("&"))
                .map(each -> each.split("=", 2))
                .collect(Collectors.toMap(each -> each[0], each -> URLDecoder.decode(each[1], StandardCharsets.UTF_8)));
    }
}
