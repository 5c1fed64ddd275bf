package dev.lifeboat.engine.diagnose;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lifeboat.engine.ProblemCode;
import dev.lifeboat.engine.store.StoreUrl;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/// Every reason for "no backups" has its own first line (S6, X2): a real S3 server that checks signatures, and a
/// filter in front of it that takes single rights away.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class DiagnosticianTest {
    private static final String GENERATION = "generations/00112233445566ff/";
    private static final String SNAPSHOT = GENERATION + "snapshots/00000000.snapshot.lz4";
    private static final String SEGMENT = GENERATION + "wal/00000000_00000000.wal.lz4";
    private static final String LTX = "0000/0000000000000001-0000000000000001.ltx";
    private static final String BUCKET = FilteredStore.BUCKET;

    private FilteredStore store;

    @BeforeAll
    void start() throws Exception {
        store = new FilteredStore();
        store.put("prod/shop.db/" + SNAPSHOT, "prod/shop.db/" + SEGMENT, "prod/blog.db/" + LTX);
        store.put("prod/logs/a.txt", "prod/logs/\u202ered", "media/cat.jpg");
    }

    @AfterAll
    void stop() throws IOException {
        store.close();
    }

    @BeforeEach
    void lettingEverythingPass() {
        store.filter().intercept(_ -> Optional.empty());
        store.use(FilteredStore.KEYS);
    }

    private Optional<Finding> examine(String url, Asked asked) {
        return new Diagnostician(store, Clock.systemUTC()).examine(StoreUrl.parse(url), asked);
    }

    private Finding of(String bucketAndRoot) {
        return examine(store.url(bucketAndRoot), Asked.ANYTHING).orElseThrow();
    }

    private static void assertFirstLine(Finding finding, Cause cause, ProblemCode code, String message) {
        assertThat(finding.problem().message()).isEqualTo(message);
        assertThat(finding.cause()).isEqualTo(cause);
        assertThat(finding.problem().code()).isEqualTo(code);
        assertThat(finding.toString()).doesNotContain("canary", "LIFEBOATTEST");
    }

    private void assertUrl(Finding finding, String bucketAndRoot, String more) {
        assertThat(finding.fix()).isEqualTo(new Fix.UseUrl(store.url(bucketAndRoot) + more));
    }

    @Test
    void aBackupThatIsThereIsNoFinding() {
        assertThat(examine(store.url(BUCKET + "/prod/shop.db"), Asked.ANYTHING)).isEmpty();
        assertThat(examine(store.url(BUCKET + "/prod/blog.db"), Asked.ofLtx("-txid")))
                .isEmpty();
    }

    @Test
    void aWrongPrefixNamesTheBackupsNearIt() {
        Finding finding = of(BUCKET + "/prod/shopp.db");
        assertFirstLine(
                finding,
                Cause.WRONG_PREFIX,
                ProblemCode.NO_BACKUP,
                "nothing at s3://acme-backups/prod/shopp.db; 2 backups lie near it");
        assertThat(finding.problem().details())
                .contains(
                        "a backup lies at s3://acme-backups/prod/blog.db",
                        "a backup lies at s3://acme-backups/prod/shop.db");
        assertUrl(finding, BUCKET + "/prod/shop.db", "");
    }

    /// A guess would put other data under the name that was asked for.
    @Test
    void onlyABackupWithANameLikeItIsOffered() {
        Finding moved = of(BUCKET + "/blog.db");
        assertThat(moved.problem().details().getFirst()).isEqualTo("a backup lies at s3://acme-backups/prod/blog.db");
        assertUrl(moved, BUCKET + "/prod/blog.db", "");
        assertThat(of(BUCKET + "/prod/invoices.db").fix()).isEqualTo(new Fix.Survey(store.url(BUCKET)));
        assertThat(of(BUCKET).fix()).isEqualTo(new Fix.Survey(store.url(BUCKET)));
    }

    @Test
    void whatCannotBeLookedAtNearItIsSaid() {
        store.filter()
                .intercept(head -> head.contains("list-type=2") && !head.contains("invoices")
                        ? Optional.of(Filter.error(403, "AccessDenied", "", Map.of()))
                        : Optional.empty());
        Finding finding = of(BUCKET + "/prod/invoices.db");
        assertThat(finding.cause()).isEqualTo(Cause.EMPTY_PREFIX);
        assertThat(finding.problem().details())
                .anySatisfy(detail -> assertThat(detail).startsWith("what lies near it could not be looked at: "));
    }

    @Test
    void aPrefixThatEndsTooEarlyOrTooLateIsSaid() {
        assertFirstLine(
                of(BUCKET),
                Cause.WRONG_PREFIX,
                ProblemCode.NO_BACKUP,
                "nothing at s3://acme-backups; 2 backups lie below it");
        Finding below = of(BUCKET + "/prod");
        assertFirstLine(
                below,
                Cause.WRONG_PREFIX,
                ProblemCode.NO_BACKUP,
                "nothing at s3://acme-backups/prod; 2 backups lie below it");
        assertThat(below.fix()).isEqualTo(new Fix.Survey(store.url(BUCKET + "/prod")));
        Finding inside = of(BUCKET + "/prod/shop.db/generations");
        assertFirstLine(
                inside,
                Cause.WRONG_PREFIX,
                ProblemCode.NO_BACKUP,
                "s3://acme-backups/prod/shop.db/generations is inside a backup");
        assertUrl(inside, BUCKET + "/prod/shop.db", "");
    }

    @Test
    void theOtherFormatIsNamedWithTheOptionThatIsForIt() {
        Finding generations = examine(store.url(BUCKET + "/prod/blog.db"), Asked.ofGenerations("-generation"))
                .orElseThrow();
        assertFirstLine(
                generations,
                Cause.OTHER_FORMAT,
                ProblemCode.NO_SUCH_POINT,
                "-generation is of Litestream 0.3; this backup is of 0.5 (LTX files)");
        assertThat(generations.fix()).isEqualTo(new Fix.Without("-generation"));
        Finding txid = examine(store.url(BUCKET + "/prod/shop.db"), Asked.ofLtx("-txid"))
                .orElseThrow();
        assertFirstLine(
                txid,
                Cause.OTHER_FORMAT,
                ProblemCode.NO_SUCH_POINT,
                "-txid is of Litestream 0.5; this backup is of 0.3 (generations)");
    }

    @Test
    void theMissingRightToListIsNamed() {
        store.filter().onList(Filter.error(403, "AccessDenied", "", Map.of()));
        Finding finding = of(BUCKET + "/prod/shop.db");
        assertFirstLine(
                finding,
                Cause.LIST_DENIED,
                ProblemCode.STORE_DENIED,
                "the access key may not list bucket acme-backups");
        assertThat(finding.fix())
                .isEqualTo(new Fix.First("allow s3:ListBucket on arn:aws:s3:::acme-backups to the access key"));
    }

    @Test
    void theMissingRightToReadIsNamed() {
        store.filter().onGet(Filter.error(403, "AccessDenied", "", Map.of()));
        Finding finding = of(BUCKET + "/prod/shop.db");
        assertFirstLine(
                finding,
                Cause.GET_DENIED,
                ProblemCode.STORE_DENIED,
                "the access key may list bucket acme-backups but not read objects");
        assertThat(finding.fix())
                .isEqualTo(new Fix.First(
                        "allow s3:GetObject on arn:aws:s3:::acme-backups/prod/shop.db/* to the access key"));
    }

    @Test
    void aBucketInAnotherRegionIsNamedWithItsRegion() {
        String region = "<Region>eu-west-1</Region>";
        for (String answer : new String[] {
            Filter.error(301, "PermanentRedirect", region, Map.of()),
            Filter.error(400, "AuthorizationHeaderMalformed", region, Map.of()),
            Filter.error(301, "PermanentRedirect", "", Map.of("x-amz-bucket-region", "eu-west-1"))
        }) {
            store.filter().onList(answer);
            Finding finding = of(BUCKET + "/prod/shop.db");
            assertFirstLine(
                    finding,
                    Cause.WRONG_REGION,
                    ProblemCode.STORE_UNREACHABLE,
                    "bucket acme-backups is in region eu-west-1, not in us-east-1");
            assertUrl(finding, BUCKET + "/prod/shop.db", "&region=eu-west-1");
        }
    }

    /// The client corrects its region by itself: then that is not why nothing was found.
    @Test
    void aRegionThatCanBeCorrectedIsNotBlamed() {
        String answer = Filter.error(400, "AuthorizationHeaderMalformed", "<Region>eu-west-1</Region>", Map.of());
        store.filter()
                .intercept(
                        head -> head.contains("/us-east-1/s3/aws4_request") ? Optional.of(answer) : Optional.empty());
        assertThat(of(BUCKET + "/prod/shopp.db").cause()).isEqualTo(Cause.WRONG_PREFIX);
        assertThat(examine(store.url(BUCKET + "/prod/shop.db"), Asked.ANYTHING)).isEmpty();
    }

    @Test
    void aRedirectWithoutARegionNamesTheEndpoint() {
        String there = "<Endpoint>acme-backups.s3-eu-west-1.amazonaws.com</Endpoint>";
        store.filter().onList(Filter.error(301, "PermanentRedirect", there, Map.of()));
        assertFirstLine(
                of(BUCKET + "/prod/shop.db"),
                Cause.WRONG_REGION,
                ProblemCode.STORE_UNREACHABLE,
                "bucket acme-backups is in another region or at another endpoint");
    }

    @Test
    void whoAnswersInHtmlIsNoS3Server() {
        store.filter().intercept(_ -> Optional.of(Filter.answer(200, "text/html", "<html>Login<br></html>", Map.of())));
        Finding finding = of(BUCKET + "/prod/shop.db");
        assertFirstLine(
                finding, Cause.NOT_S3, ProblemCode.STORE_UNREACHABLE, store.authority() + " is not an S3 server");
        assertThat(finding.problem().details()).contains("it answers 200 text/html where S3 answers in XML");
    }

    @Test
    void aListingThatIsCutIsNotSaidToBeOfAnotherServer() {
        store.filter()
                .intercept(_ -> Optional.of(Filter.answer(200, "application/xml", "<ListBucketResult><Na", Map.of())));
        assertFirstLine(
                of(BUCKET + "/prod/shop.db"),
                Cause.NOT_S3,
                ProblemCode.STORE_UNREACHABLE,
                store.authority() + " does not answer in XML as S3 does, or not to the end");
    }

    @Test
    void anEndpointWithoutAnybodyIsUnreachable() throws IOException {
        // Its port is taken, so that nobody begins to listen there.
        try (Socket nobody = new Socket()) {
            nobody.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
            int port = nobody.getLocalPort();
            Finding finding = examine("s3://" + BUCKET + "/db?endpoint=http://127.0.0.1:" + port, Asked.ANYTHING)
                    .orElseThrow();
            assertFirstLine(
                    finding, Cause.UNREACHABLE, ProblemCode.STORE_UNREACHABLE, "nothing listens at 127.0.0.1:" + port);
        }
    }

    @Test
    void aHostWithoutAnAddressIsUnreachable() {
        Finding finding = examine("s3://" + BUCKET + "/db?endpoint=http://nowhere.invalid:9000", Asked.ANYTHING)
                .orElseThrow();
        assertFirstLine(finding, Cause.UNREACHABLE, ProblemCode.STORE_UNREACHABLE, "there is no host nowhere.invalid");
    }

    @Test
    void tlsTowardsAPlainServerIsNamedWithTheEndpointThatWorks() {
        String url = "s3://" + BUCKET + "/prod/shop.db?endpoint=https://" + store.authority();
        Finding finding = examine(url, Asked.ANYTHING).orElseThrow();
        assertFirstLine(
                finding, Cause.TLS, ProblemCode.STORE_UNREACHABLE, store.authority() + " speaks plain HTTP, not TLS");
        assertUrl(finding, BUCKET + "/prod/shop.db", "");
    }

    @Test
    void theWrongPathStyleIsNamed() {
        Finding finding = of(BUCKET + "/prod/shop.db", "&force-path-style=false");
        assertFirstLine(
                finding,
                Cause.PATH_STYLE,
                ProblemCode.STORE_UNREACHABLE,
                "this store wants the bucket's name in the path, not in the host");
        assertUrl(finding, BUCKET + "/prod/shop.db", "&force-path-style=true");
    }

    private Finding of(String bucketAndRoot, String more) {
        return examine(store.url(bucketAndRoot) + more, Asked.ANYTHING).orElseThrow();
    }

    @Test
    void anUnknownKeyIdAndAWrongSecretAreToldApart() {
        store.use(FilteredStore.keys("canaryUNKNOWN", "canary-91ab-secret"));
        Finding unknown = of(BUCKET + "/prod/shop.db");
        assertFirstLine(
                unknown,
                Cause.UNKNOWN_KEY,
                ProblemCode.STORE_DENIED,
                "wrong credentials: the store does not know this access key id");
        assertThat(unknown.fix()).isEqualTo(new Fix.First("export AWS_ACCESS_KEY_ID=... AWS_SECRET_ACCESS_KEY=..."));
        store.use(FilteredStore.keys("LIFEBOATTEST", "canary-other-secret"));
        Finding secret = of(BUCKET + "/prod/shop.db");
        assertFirstLine(
                secret,
                Cause.WRONG_SECRET,
                ProblemCode.STORE_DENIED,
                "wrong credentials: the secret does not belong to this access key id");
        assertThat(secret.fix()).isEqualTo(new Fix.First("export AWS_SECRET_ACCESS_KEY=..."));
    }

    @Test
    void theClocksDifferenceIsSaid() {
        Instant there = Instant.now().plus(Duration.ofMinutes(20)).plusMillis(900);
        String date = DateTimeFormatter.RFC_1123_DATE_TIME.format(there.atZone(ZoneOffset.UTC));
        store.filter().onList(Filter.error(403, "RequestTimeTooSkewed", "", Map.of("Date", date)));
        Finding finding = of(BUCKET + "/prod/shop.db");
        assertThat(finding.cause()).isEqualTo(Cause.CLOCK_SKEW);
        assertThat(finding.problem().message())
                .matches("the clock of this host is (19 min 5[0-9]|20 min 00) s behind the store's");
        assertThat(finding.fix()).isEqualTo(new Fix.First("timedatectl set-ntp true"));
    }

    @Test
    void aMissingBucketIsNamedWithTheBucketsThatAreThere() {
        Finding finding = of("acme-backup/prod/shop.db");
        assertFirstLine(
                finding,
                Cause.BUCKET_MISSING,
                ProblemCode.STORE_UNREACHABLE,
                "there is no bucket acme-backup at " + store.authority());
        assertThat(finding.problem().details()).contains("there is for this key: acme-backups");
        assertUrl(finding, BUCKET + "/prod/shop.db", "");
    }

    @Test
    void anEmptyBucketAndAnEmptyPrefixAreToldApart() throws Exception {
        try (FilteredStore empty = new FilteredStore()) {
            Diagnostician diagnostician = new Diagnostician(empty, Clock.systemUTC());
            Finding bucket = diagnostician
                    .examine(StoreUrl.parse(empty.url(BUCKET)), Asked.ANYTHING)
                    .orElseThrow();
            assertFirstLine(bucket, Cause.EMPTY_BUCKET, ProblemCode.NO_BACKUP, "bucket acme-backups is empty");
            Finding inside = diagnostician
                    .examine(StoreUrl.parse(empty.url(BUCKET + "/prod/db")), Asked.ANYTHING)
                    .orElseThrow();
            assertFirstLine(inside, Cause.EMPTY_BUCKET, ProblemCode.NO_BACKUP, "bucket acme-backups is empty");
            empty.put("media/cat.jpg");
            Finding prefix = diagnostician
                    .examine(StoreUrl.parse(empty.url(BUCKET + "/db")), Asked.ANYTHING)
                    .orElseThrow();
            assertFirstLine(prefix, Cause.EMPTY_PREFIX, ProblemCode.NO_BACKUP, "nothing at s3://acme-backups/db");
            assertThat(prefix.problem().details()).contains("nor is there a backup near it: 1 object, none of one");
        }
    }

    @Test
    void foreignObjectsAreCountedAndNamed() {
        Finding finding = of(BUCKET + "/prod/logs");
        assertFirstLine(
                finding,
                Cause.ONLY_FOREIGN,
                ProblemCode.NO_BACKUP,
                "s3://acme-backups/prod/logs holds 2 objects and no backup");
        assertThat(finding.problem().details()).contains("a backup lies at s3://acme-backups/prod/shop.db");
    }

    @Test
    void aDirectoryThatIsNotThereNamesTheBackupBesideIt(@TempDir Path directory) throws IOException {
        Path real = directory.toRealPath();
        Path object = real.resolve("shop.db").resolve(SNAPSHOT);
        Files.createDirectories(object.getParent());
        Files.writeString(object, "x");
        Finding finding =
                examine("file://" + real.resolve("shop"), Asked.ANYTHING).orElseThrow();
        assertFirstLine(
                finding,
                Cause.WRONG_PREFIX,
                ProblemCode.NO_BACKUP,
                "there is no directory " + real + "/shop; a backup lies near it");
        assertThat(finding.fix()).isEqualTo(new Fix.UseUrl("file://" + real + "/shop.db"));
    }

    @Test
    void aFileWhereADirectoryShouldBeIsNoAnswer(@TempDir Path directory) throws IOException {
        Path file = Files.writeString(directory.toRealPath().resolve("replica"), "x");
        assertFirstLine(
                examine("file://" + file, Asked.ANYTHING).orElseThrow(),
                Cause.NOT_A_DIRECTORY,
                ProblemCode.STORE_UNREACHABLE,
                file + " is not a directory");
    }
}
