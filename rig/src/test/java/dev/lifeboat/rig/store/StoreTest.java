package dev.lifeboat.rig.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lifeboat.rig.process.StoreProcess;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The rig's store is honest where it is told to be, and errs only as it is told to.
class StoreTest {
    @TempDir
    Path scratch;

    private final HttpClient http =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private StoreProcess store;

    @BeforeEach
    void start() throws Exception {
        store = StoreProcess.start(scratch);
    }

    @AfterEach
    void end() {
        store.close();
        http.close();
    }

    @Test
    void conditionsAreKeptAndTheLogTellsWhatWasAcknowledged() throws Exception {
        HttpResponse<String> first = put("a/one", "1", "If-None-Match", "*");
        assertThat(first.statusCode()).isEqualTo(200);
        assertThat(put("a/one", "2", "If-None-Match", "*").statusCode()).isEqualTo(412);
        String tag = first.headers().firstValue("ETag").orElseThrow();
        assertThat(put("a/one", "3", "If-Match", "\"other\"").statusCode()).isEqualTo(412);
        assertThat(put("a/one", "4", "If-Match", tag).statusCode()).isEqualTo(200);
        assertThat(put("a/none", "5", "If-Match", tag).statusCode()).isEqualTo(404);
        assertThat(send("GET", "rig/a/one", "").body()).isEqualTo("4");
        assertThat(store.log()).extracting(Log.Change::what).containsExactly("put", "put");
        store.faults("ignoresConditions=true");
        assertThat(put("a/one", "6", "If-None-Match", "*").statusCode()).isEqualTo(200);
    }

    @Test
    void listingsComeInPagesAndWithFolders() throws Exception {
        for (int number = 0; number < 5; number++) {
            put("l/" + number % 2 + "/" + number, "x");
        }
        String page = send("GET", "rig?list-type=2&prefix=l/&max-keys=2", "").body();
        assertThat(page).contains("<IsTruncated>true</IsTruncated>", "<Key>l/0/0</Key>", "<Key>l/0/2</Key>");
        assertThat(send("GET", "rig?list-type=2&prefix=l/&max-keys=9&continuation-token=l/0/2", "")
                        .body())
                .contains("<Key>l/0/4</Key>", "<Key>l/1/1</Key>", "<IsTruncated>false</IsTruncated>")
                .doesNotContain("l/0/0");
        assertThat(send("GET", "rig?list-type=2&prefix=l/&delimiter=/", "").body())
                .contains("<CommonPrefixes><Prefix>l/0/</Prefix>", "<CommonPrefixes><Prefix>l/1/</Prefix>")
                .doesNotContain("<Contents>");
        store.faults("partialPermille=1000");
        assertThat(send("GET", "rig?list-type=2&prefix=l/", "").body()).doesNotContain("<Key>");
    }

    @Test
    void partsBecomeOneObjectAndOpenUploadsAreTold() throws Exception {
        String begun = send("POST", "rig/big?uploads", "").body();
        String id = begun.replaceAll("(?s).*<UploadId>(.*)</UploadId>.*", "$1");
        send("PUT", "rig/big?partNumber=1&uploadId=" + id, "one");
        send("PUT", "rig/big?partNumber=2&uploadId=" + id, "two");
        assertThat(store.openUploads()).containsExactly("big");
        String parts = "<C><Part><PartNumber>1</PartNumber></Part><Part><PartNumber>2</PartNumber></Part></C>";
        assertThat(send("POST", "rig/big?uploadId=" + id, parts).statusCode()).isEqualTo(200);
        assertThat(store.openUploads()).isEmpty();
        HttpResponse<String> big = send("GET", "rig/big", "", "Range", "bytes=2-3");
        assertThat(big.body()).isEqualTo("et");
        // As S3 does it: md5(md5("one") + md5("two")).
        assertThat(big.headers().firstValue("ETag")).contains("\"" + sumOfSums("one", "two") + "-2\"");
    }

    @Test
    void faultsDoWhatTheySay() throws Exception {
        put("one", "0123456789");
        store.faults("errorPermille=1000 errorStatus=500");
        assertThat(send("GET", "rig/one", "").statusCode()).isEqualTo(500);
        store.faults("isDenied=true");
        assertThat(send("GET", "rig/one", "").statusCode()).isEqualTo(403);
        store.faults("shortPermille=1000");
        assertThat(send("GET", "rig/one", "").body()).isEqualTo("012");
        store.faults("truncatedPermille=1000");
        assertThatThrownBy(() -> send("GET", "rig/one", "")).isInstanceOf(IOException.class);
        store.faults("lostPermille=1000");
        assertThatThrownBy(() -> put("lost", "x")).isInstanceOf(IOException.class);
        store.faults("isAway=true");
        assertThatThrownBy(() -> send("GET", "rig/one", "")).isInstanceOf(IOException.class);
        store.faults("");
        assertThat(send("GET", "rig/lost", "").body()).isEqualTo("x");
        assertThat(store.log()).extracting(Log.Change::what).contains("lost");
        store.forgetCounts();
        send("GET", "rig/one", "");
        assertThat(store.counts()).isEqualTo(Map.of("GET", 1L));
    }

    private static String sumOfSums(String... parts) throws Exception {
        MessageDigest whole = MessageDigest.getInstance("MD5");
        for (String part : parts) {
            whole.update(MessageDigest.getInstance("MD5").digest(part.getBytes(StandardCharsets.UTF_8)));
        }
        return HexFormat.of().formatHex(whole.digest());
    }

    private HttpResponse<String> put(String key, String body, String... headers) throws Exception {
        return send("PUT", "rig/" + key, body, headers);
    }

    private HttpResponse<String> send(String method, String target, String body, String... headers)
            throws IOException, InterruptedException {
        URI address = store.address().resolve("/" + target);
        HttpRequest.Builder request = HttpRequest.newBuilder(address).method(method, BodyPublishers.ofString(body));
        if (headers.length > 0) {
            request.headers(Arrays.copyOf(headers, headers.length));
        }
        return http.send(request.build(), BodyHandlers.ofString());
    }
}
