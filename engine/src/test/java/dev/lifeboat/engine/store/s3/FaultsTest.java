package dev.lifeboat.engine.store.s3;

import static dev.lifeboat.engine.store.s3.FaultServer.answer;
import static dev.lifeboat.engine.store.s3.FaultServer.error;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lifeboat.engine.Secret;
import dev.lifeboat.engine.store.NotAStoreException;
import dev.lifeboat.engine.store.ObjectStore.Body;
import dev.lifeboat.engine.store.ObjectStore.PutCondition;
import dev.lifeboat.engine.store.ObjectStore.PutOutcome;
import dev.lifeboat.engine.store.StoreException;
import dev.lifeboat.engine.store.StoreException.Kind;
import dev.lifeboat.engine.store.StoreFaultException;
import dev.lifeboat.engine.store.StoreUrl;
import dev.lifeboat.engine.store.StoreUrl.S3Url;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// What a store, or the line to it, may do to a request (reliability.md 7.3: S2, S3, S6, S8).
@Timeout(60)
class FaultsTest {
    private static final AccessKeys KEYS =
            new AccessKeys("CANARYID", new Secret("canary-secret"), Optional.empty(), "AWS_ACCESS_KEY_ID");

    /// For what answers, also on a machine that has other things to do; between two attempts there is hardly a pause.
    private static final Limits PATIENT = new Limits(
            Duration.ofSeconds(10), Duration.ofSeconds(10), Duration.ofSeconds(20), 64 << 10, Duration.ofMillis(1));

    /// For what never comes to an end.
    private static final Limits SHORT =
            new Limits(PATIENT.connect(), PATIENT.silence(), Duration.ofMillis(700), 64 << 10, PATIENT.pause());

    /// For what never says anything.
    private static final Limits SILENT =
            new Limits(PATIENT.connect(), Duration.ofMillis(400), Duration.ofMillis(700), 64 << 10, PATIENT.pause());

    private static final String TAG = "\"tag\"";

    private final List<AutoCloseable> open = new ArrayList<>();

    @AfterEach
    void closeAll() throws Exception {
        for (AutoCloseable each : open.reversed()) {
            each.close();
        }
    }

    private FaultServer server(FaultServer.Line... lines) throws IOException {
        FaultServer server = new FaultServer(lines);
        open.add(server);
        return server;
    }

    private S3ObjectStore store(FaultServer server) {
        return store(server, "");
    }

    /// Taken until the end of the test, so that nobody begins to listen there.
    private int portOfNobody() throws IOException {
        Socket taken = new Socket();
        open.add(taken);
        taken.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
        return taken.getLocalPort();
    }

    private S3ObjectStore store(FaultServer server, String query) {
        return store(server.endpoint(), query);
    }

    private S3ObjectStore store(String endpoint, String query) {
        return store(endpoint, query, PATIENT);
    }

    private S3ObjectStore store(String endpoint, String query, Limits limits) {
        S3Url url = (S3Url) StoreUrl.parse("s3://bucket/db?endpoint=" + endpoint + query);
        S3ObjectStore store = new S3Stores(Map.of(), Clock.systemUTC(), limits).open(url, Optional.of(KEYS));
        open.add(store);
        return store;
    }

    private static FaultServer.Line got(String body, String length) {
        return answer(200, Map.of("Content-Length", length, "ETag", TAG), body);
    }

    private static FaultServer.Line part(int from, int to, int length, String body) {
        return answer(206, Map.of("Content-Range", "bytes " + from + "-" + to + "/" + length, "ETag", TAG), body);
    }

    /// Less than its length says.
    private static FaultServer.Line torn(int from, int to, int length, String body) {
        return answer(
                206,
                Map.of(
                        "Content-Length",
                        Integer.toString(to - from + 1),
                        "Content-Range",
                        "bytes " + from + "-" + to + "/" + length,
                        "ETag",
                        TAG),
                body);
    }

    private static FaultServer.Line then(FaultServer.Line first, FaultServer.Line second) {
        return exchange -> {
            first.play(exchange);
            second.play(exchange);
        };
    }

    private static Body text(String text) {
        return () -> new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8));
    }

    private static String read(S3ObjectStore store) throws IOException {
        try (InputStream in = store.open("k")) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    @Test
    void anAnswerThatBreaksOffIsTakenUpWhereItBroke() throws IOException {
        FaultServer server = server(
                then(got("hello", "11"), FaultServer.Exchange::hangUp),
                then(torn(5, 10, 11, " wo"), FaultServer.Exchange::reset),
                part(8, 10, 11, "rld"));
        assertThat(read(store(server))).isEqualTo("hello world");
        assertThat(server.requests().get(1).headers())
                .containsEntry("range", "bytes=5-")
                .containsEntry("if-match", TAG);
        assertThat(server.requests().get(2).headers()).containsEntry("range", "bytes=8-");
    }

    @Test
    void anObjectThatWasReplacedMeanwhileIsNotPiecedTogether() throws IOException {
        FaultServer server =
                server(then(got("hello", "11"), FaultServer.Exchange::hangUp), error(412, "PreconditionFailed"));
        S3ObjectStore store = store(server);
        assertThatThrownBy(() -> read(store)).hasMessageContaining("replaced");
    }

    @Test
    void anotherRangeThanTheOneAskedForIsNotTaken() throws IOException {
        FaultServer.Line wrong = part(4, 10, 11, "o world");
        FaultServer server = server(
                then(got("hello", "11"), FaultServer.Exchange::hangUp), wrong, wrong, wrong, wrong, wrong, wrong);
        S3ObjectStore store = store(server);
        assertThatThrownBy(() -> read(store)).hasMessageContaining("another range");
    }

    @Test
    void aStoreThatAlwaysBreaksOffIsGivenUp() throws IOException {
        FaultServer.Line broken = then(torn(0, 10, 11, ""), FaultServer.Exchange::hangUp);
        FaultServer server = server(
                then(got("", "11"), FaultServer.Exchange::hangUp), broken, broken, broken, broken, broken, broken);
        S3ObjectStore store = store(server);
        assertThatThrownBy(() -> read(store)).isInstanceOf(IOException.class).hasMessageContaining("byte 0");
        assertThat(server.requests()).hasSizeLessThan(8);
    }

    @Test
    void whatThePeerTricklesIsGivenUp() throws IOException {
        FaultServer server = server(exchange -> {
            exchange.say("HTTP/1.1 200 x\r\nContent-Length: 1000000\r\nETag: " + TAG + "\r\n\r\n");
            while (exchange.pause(50)) {
                exchange.say("x");
            }
        });
        S3ObjectStore store = store(server.endpoint(), "", SHORT);
        assertThatThrownBy(() -> read(store)).hasMessageContaining("bytes a second");
    }

    @Test
    void aHeadThatTricklesIsGivenUp() throws IOException {
        FaultServer server = server(exchange -> {
            exchange.say("HTTP/1.1 200 x\r\nX-Slow: ");
            while (exchange.pause(50)) {
                exchange.say("x");
            }
        });
        S3ObjectStore store = store(server.endpoint(), "", SHORT);
        assertThatThrownBy(() -> store.list("")).hasMessageContaining("in time");
    }

    @Test
    void aBlackHoleIsGivenUpWhileSendingAndWhileWaiting() throws IOException {
        FaultServer waiting = server(FaultServer.Exchange::fallSilent);
        S3ObjectStore first = store(waiting.endpoint(), "", SILENT);
        assertThatThrownBy(() -> first.list("")).isInstanceOf(IOException.class).isNotInstanceOf(StoreException.class);

        try (ServerSocket deaf = new ServerSocket()) {
            deaf.setReceiveBufferSize(4 << 10);
            deaf.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
            // Accepted by the kernel, read by nobody: the request fills the buffers and sending blocks.
            Limits limits = new Limits(SHORT.connect(), SHORT.silence(), SHORT.attempt(), 64 << 20, SHORT.pause());
            S3ObjectStore second = store("http://127.0.0.1:" + deaf.getLocalPort(), "", limits);
            Body large = () -> new ByteArrayInputStream(new byte[8_000_000]);
            assertThatThrownBy(() -> second.put("k", large, PutCondition.ALWAYS))
                    .hasMessageContaining("in time");
        }
    }

    @Test
    void whatThePassingRefusalsAreIsWorthAnotherTry() throws IOException {
        FaultServer server = server(
                error(500, "InternalError"),
                error(503, "SlowDown"),
                error(429, "TooManyRequests"),
                error(409, "ConditionalRequestConflict"),
                error(400, "RequestTimeout"),
                FaultServer.Exchange::reset,
                answer(200, Map.of("ETag", "\"5d41402abc4b2a76b9719d911017c592\""), ""));
        S3ObjectStore store = store(server);
        for (int i = 0; i < 6; i++) {
            assertThatThrownBy(() -> store.put("k", text("hello"), PutCondition.IF_ABSENT))
                    .isInstanceOf(IOException.class)
                    .isNotInstanceOf(StoreException.class);
        }
        assertThat(store.put("k", text("hello"), PutCondition.IF_ABSENT)).isInstanceOf(PutOutcome.Stored.class);
    }

    /// A web server, a proxy without a backend, and nobody at all: told apart from a store that is at fault itself.
    @Test
    void whoDoesNotSpeakAsAStoreIsNamedAsThat() throws IOException {
        String html = "<!DOCTYPE html><html><body>console</body></html>";
        FaultServer server = server(
                answer(200, Map.of("Content-Type", "text/html"), html),
                answer(404, Map.of("Content-Type", "text/html"), html),
                answer(200, Map.of(), "<a><b></a>"),
                answer(503, Map.of("Content-Type", "text/html"), html));
        S3ObjectStore store = store(server);
        for (int i = 0; i < 3; i++) {
            assertThatThrownBy(() -> store.list("")).isInstanceOf(NotAStoreException.class);
        }
        assertThatThrownBy(() -> store.list(""))
                .isInstanceOf(IOException.class)
                .isNotInstanceOf(NotAStoreException.class);
        S3ObjectStore unconnected = store("http://127.0.0.1:" + portOfNobody(), "");
        assertThatThrownBy(() -> unconnected.list("")).isInstanceOf(NotAStoreException.class);
    }

    @Test
    void afterALostAnswerTheStoreSaysThatTheObjectIsThere() throws IOException {
        FaultServer server = server(FaultServer.Exchange::hangUp, error(412, "PreconditionFailed"));
        S3ObjectStore store = store(server);
        assertThatThrownBy(() -> store.put("k", text("hello"), PutCondition.IF_ABSENT))
                .isInstanceOf(IOException.class);
        assertThat(store.put("k", text("hello"), PutCondition.IF_ABSENT)).isEqualTo(new PutOutcome.Refused("k"));
        assertThat(server.requests().getLast().headers())
                .containsEntry("if-none-match", "*")
                .containsEntry("content-md5", "XUFAKrxLKna5cZ2REBfFkg==");
    }

    /// OB-1.
    @Test
    void aStoreThatKeepsSomethingElseIsNotBelieved() throws IOException {
        FaultServer server = server(
                answer(200, Map.of("ETag", "\"00000000000000000000000000000000\""), ""),
                answer(200, Map.of("ETag", "\"x\"", "x-amz-checksum-sha256", "AAAA"), ""),
                answer(
                        200,
                        Map.of(
                                "ETag",
                                "\"00000000000000000000000000000000\"",
                                "x-amz-server-side-encryption",
                                "aws:kms"),
                        ""));
        S3ObjectStore store = store(server);
        for (int i = 0; i < 2; i++) {
            assertThatThrownBy(() -> store.put("k", text("hello"), PutCondition.ALWAYS))
                    .hasMessageContaining("something else");
        }
        assertThat(store.put("k", text("hello"), PutCondition.ALWAYS)).isInstanceOf(PutOutcome.Stored.class);
    }

    /// OB-10.
    @Test
    void aClockThatIsOffIsCorrectedOnceFromTheStores() throws IOException {
        Instant there = Instant.now().plus(Duration.ofMinutes(20));
        String date = DateTimeFormatter.RFC_1123_DATE_TIME.format(there.atOffset(ZoneOffset.UTC));
        FaultServer server = server(
                error(403, "RequestTimeTooSkewed", Map.of("Date", date)),
                answer(200, Map.of("ETag", "\"x\""), ""),
                error(403, "RequestTimeTooSkewed", Map.of("Date", date)),
                error(403, "RequestTimeTooSkewed", Map.of("Date", date)));
        S3ObjectStore store = store(server);
        store.put("k", text("x"), PutCondition.ALWAYS);
        assertThat(server.requests().get(1).headers().get("x-amz-date"))
                .startsWith(DateTimeFormatter.ofPattern("yyyyMMdd'T'HH").format(there.atOffset(ZoneOffset.UTC)));
        assertThatThrownBy(() -> store.put("k", text("x"), PutCondition.ALWAYS))
                .isInstanceOfSatisfying(StoreException.class, e -> assertThat(e).hasMessageContaining("clock"));
    }

    @Test
    void theRegionThatTheStoreNamesIsUsedOnceAndKept() throws IOException {
        FaultServer server = server(
                error(301, "PermanentRedirect", Map.of("x-amz-bucket-region", "eu-west-3")),
                answer(200, Map.of("ETag", "\"x\""), ""),
                answer(200, Map.of("ETag", "\"x\""), ""),
                answer(
                        400,
                        Map.of(),
                        "<Error><Code>AuthorizationHeaderMalformed</Code><Region>eu-west-9</Region></Error>"),
                error(301, "PermanentRedirect", Map.of("x-amz-bucket-region", "eu-west-1")));
        S3ObjectStore store = store(server, "&region=us-west-2");
        store.put("k", text("x"), PutCondition.ALWAYS);
        store.put("k", text("x"), PutCondition.ALWAYS);
        assertThat(server.requests().stream()
                        .map(request -> request.headers().get("authorization").split("/")[2]))
                .containsExactly("us-west-2", "eu-west-3", "eu-west-3");
        assertThatThrownBy(() -> store.put("k", text("x"), PutCondition.ALWAYS)).isInstanceOf(StoreException.class);
        assertThat(server.requests().getLast().headers().get("authorization")).contains("eu-west-9");
    }

    @Test
    void aHeadIsExplainedByAGet() throws IOException {
        FaultServer server = server(error(403, ""), error(403, "InvalidAccessKeyId"));
        S3ObjectStore store = store(server);
        assertThatThrownBy(() -> store.head("k")).isInstanceOfSatisfying(StoreException.class, e -> {
            assertThat(e.kind()).isEqualTo(Kind.DENIED);
            assertThat(e).hasMessageContainingAll("credentials", "InvalidAccessKeyId", "AWS_ACCESS_KEY_ID");
        });
    }

    @Test
    void expiredKeysThatCannotBeRenewedAreNamed() throws IOException {
        FaultServer server = server(error(400, "ExpiredToken"));
        S3ObjectStore store = store(server);
        assertThatThrownBy(() -> store.list(""))
                .isInstanceOfSatisfying(
                        StoreException.class,
                        e -> assertThat(e).hasMessageContainingAll("credentials", "ExpiredToken"));
        assertThat(server.requests()).hasSize(1);
    }

    @Test
    void aRefusalInsideOfASuccessIsARefusal() throws IOException {
        FaultServer server = server(
                answer(
                        200,
                        Map.of(),
                        "<DeleteResult><Error><Key>db/k</Key><Code>AccessDenied</Code></Error></DeleteResult>"),
                answer(
                        200,
                        Map.of(),
                        "<DeleteResult><Error><Key>db/k</Key><Code>NoSuchKey</Code></Error></DeleteResult>"),
                answer(200, Map.of(), "<Error><Code>InternalError</Code></Error>"));
        S3ObjectStore store = store(server);
        assertThatThrownBy(() -> store.delete(List.of("k")))
                .isInstanceOfSatisfying(
                        StoreException.class, e -> assertThat(e.kind()).isEqualTo(Kind.DENIED));
        store.delete(List.of("k"));
        assertThatThrownBy(() -> store.delete(List.of("k"))).hasMessageContaining("InternalError");
        assertThat(server.requests().getFirst().headers()).containsKey("content-md5");
    }

    /// OB-7.
    @Test
    void aListingThatDoesNotLeadOnIsRefused() throws IOException {
        String page =
                "<ListBucketResult><IsTruncated>true</IsTruncated><NextContinuationToken>t</NextContinuationToken>"
                        + "<Contents><Key>db/a</Key><Size>1</Size><ETag>x</ETag>"
                        + "<LastModified>2026-01-01T00:00:00.500Z</LastModified></Contents></ListBucketResult>";
        FaultServer server = server(answer(200, Map.of(), page), answer(200, Map.of(), page));
        S3ObjectStore store = store(server);
        assertThatThrownBy(() -> store.list(""))
                .isInstanceOf(StoreFaultException.class)
                .hasMessageContaining("circle");
    }

    /// B3: it did answer, so nobody has to look at the network.
    @ParameterizedTest
    @CsvSource({"1</Size>,-5</Size>", "1</Size>,99999999999999999999</Size>", "2026-01-01,yesterday"})
    void anEntryThatCannotBeReadIsAFaultOfTheStore(String good, String bad) throws IOException {
        String page = page("", "db/a").replace(good, bad);
        FaultServer server = server(answer(200, Map.of(), page));
        S3ObjectStore store = store(server);
        assertThatThrownBy(() -> store.list(""))
                .isInstanceOf(StoreFaultException.class)
                .hasMessageContaining("an entry that cannot be read");
    }

    @Test
    void pagesAreJoinedSortedAndRidOfDuplicatesAndStrangers() throws IOException {
        FaultServer server = server(
                answer(200, Map.of(), page("<NextContinuationToken>t/1</NextContinuationToken>", "db/c", "db/b%26+1")),
                answer(200, Map.of(), page("", "db/c", "db/a", "other/x", "db/folder/")));
        assertThat(store(server).list("").stream().map(each -> each.key())).containsExactly("a", "b& 1", "c");
        assertThat(server.requests().get(0).line()).contains("list-type=2", "prefix=db%2F", "encoding-type=url");
        assertThat(server.requests().get(1).line()).contains("continuation-token=t%2F1");
    }

    /// OB-7: in a stream too, as far as it can be put in order.
    @Test
    void aListingWithoutOrderIsSortedOrRefused() throws IOException {
        String more = "<NextContinuationToken>t</NextContinuationToken>";
        S3ObjectStore store = store(server(
                answer(200, Map.of(), page(more, "db/c", "db/a")),
                answer(200, Map.of(), page("", "db/b")),
                answer(200, Map.of(), page(more, "db/a", "db/b", "db/c")),
                answer(200, Map.of(), page("", "db/b", "db/c", "db/d")),
                answer(200, Map.of(), page(more, "db/a", "db/c")),
                answer(200, Map.of(), page("", "db/b"))));
        List<String> keys = new ArrayList<>();
        store.list("", object -> keys.add(object.key()));
        assertThat(keys).containsExactly("a", "b", "c");
        keys.clear();
        store.list("", object -> keys.add(object.key()));
        assertThat(keys).as("pages that overlap").containsExactly("a", "b", "c", "d");
        assertThatThrownBy(() -> store.list("", object -> {}))
                .isInstanceOf(StoreException.class)
                .hasMessageContaining("shows db/b behind db/c");
    }

    @Test
    void aStoreThatIgnoresWhereToBeginIsListedFromThere() throws IOException {
        FaultServer server = server(answer(200, Map.of(), page("", "db/a", "db/b", "db/c")));
        List<String> keys = new ArrayList<>();
        store(server).list("", "b", object -> keys.add(object.key()));
        assertThat(keys).containsExactly("c");
        assertThat(server.requests().getFirst().line()).contains("start-after=db%2Fb");
    }

    @Test
    void aStoreThatKnowsVersionOneOnlyIsListedByMarker() throws IOException {
        FaultServer server = server(
                error(501, "NotImplemented"),
                answer(200, Map.of(), page("<Marker></Marker>", "db/a", "db/b").replace("false", "true")),
                answer(200, Map.of(), page("", "db/c")));
        assertThat(store(server).list("").stream().map(each -> each.key())).containsExactly("a", "b", "c");
        assertThat(server.requests().get(1).line()).doesNotContain("list-type");
        assertThat(server.requests().get(2).line()).contains("marker=db%2Fb");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "<!DOCTYPE x [<!ENTITY e SYSTEM \"file:///etc/passwd\">]><ListBucketResult>"
                        + "<IsTruncated>false</IsTruncated><X>&e;</X></ListBucketResult>",
                "<a><b><c><d><e><f><g><h><i/></h></g></f></e></d></c></b></a>",
                "<ListBucketResult></ListBucketResult>",
                "<ListBucketResult><IsTruncated>false</IsTruncated><Contents><Key>db/a</Key></Contents>"
                        + "</ListBucketResult>",
                "<html>the proxy's page",
                "",
            })
    void aListingThatIsNoneIsNoEmptyListing(String body) throws IOException {
        S3ObjectStore store = store(server(answer(200, Map.of(), body)));
        assertThatThrownBy(() -> store.list("")).isInstanceOf(IOException.class);
    }

    @Test
    void aStoreThatDoesNotKnowConditionsIsAskedFirstAndPromisesNothing() throws IOException {
        FaultServer server = server(
                error(501, "NotImplemented"),
                answer(404, Map.of(), ""),
                answer(200, Map.of("ETag", "\"x\""), ""),
                answer(200, Map.of("ETag", "\"x\""), ""));
        S3ObjectStore store = store(server);
        assertThat(store.put("k", text("x"), PutCondition.IF_ABSENT)).isInstanceOf(PutOutcome.Stored.class);
        assertThat(store.features()).isEmpty();
        assertThat(store.put("k", text("x"), PutCondition.IF_ABSENT)).isEqualTo(new PutOutcome.Refused("k"));
    }

    /// SE-1.
    @Test
    void noSecretIsInAnyMessage() throws IOException {
        String echo = "<Error><Code>SignatureDoesNotMatch</Code><Message>no</Message>"
                + "<StringToSign>canary-secret</StringToSign></Error>";
        S3ObjectStore store = store(server(answer(403, Map.of(), echo), FaultServer.Exchange::hangUp));
        for (int i = 0; i < 2; i++) {
            assertThatThrownBy(() -> store.list("")).satisfies(e -> {
                for (Throwable each = e; each != null; each = each.getCause()) {
                    assertThat(each.toString()).doesNotContain("canary-secret", "CANARYID");
                }
            });
        }
        assertThat(KEYS.toString()).doesNotContain("canary-secret", "CANARYID");
    }

    private static String page(String rest, String... keys) {
        StringBuilder page = new StringBuilder("<ListBucketResult><EncodingType>url</EncodingType><IsTruncated>"
                + rest.contains("Token") + "</IsTruncated>" + rest);
        for (String key : keys) {
            page.append("<Contents><Key>" + key + "</Key><LastModified>2026-01-01T00:00:00.000Z</LastModified>"
                    + "<ETag>&quot;x&quot;</ETag><Size>1</Size></Contents>");
        }
        return page.append("</ListBucketResult>").toString();
    }
}
