package dev.lifeboat.engine.store.s3;

import dev.lifeboat.engine.store.NotAStoreException;
import dev.lifeboat.engine.store.StoreException;
import dev.lifeboat.engine.store.s3.Alarms.Alarm;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.URI;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import javax.net.ssl.SSLException;
import org.apache.hc.client5.http.classic.methods.HttpUriRequestBase;
import org.apache.hc.client5.http.config.ConnectionConfig;
import org.apache.hc.client5.http.config.RequestConfig;
import org.apache.hc.client5.http.config.TlsConfig;
import org.apache.hc.client5.http.impl.classic.CloseableHttpClient;
import org.apache.hc.client5.http.impl.classic.HttpClientBuilder;
import org.apache.hc.client5.http.impl.io.PoolingHttpClientConnectionManagerBuilder;
import org.apache.hc.client5.http.impl.routing.DefaultRoutePlanner;
import org.apache.hc.client5.http.routing.HttpRoutePlanner;
import org.apache.hc.client5.http.routing.RoutingSupport;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.ContentType;
import org.apache.hc.core5.http.Header;
import org.apache.hc.core5.http.HttpException;
import org.apache.hc.core5.http.HttpHost;
import org.apache.hc.core5.http.protocol.HttpContext;
import org.apache.hc.core5.io.CloseMode;
import org.apache.hc.core5.util.TimeValue;
import org.apache.hc.core5.util.Timeout;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Sends requests and reads answers over pooled connections, each attempt under a deadline. No retry, no
/// redirect, no cookie, no compression: what is sent is what was signed. Safe for use by several threads.
final class Http implements Closeable {
    /// A page of 1,000 keys is below 1 MiB with the longest keys that we write.
    private static final int MAX_ANSWER_BYTES = 8 << 20;

    /// As many as one restore fetches objects at a time; none is opened before it is needed.
    private static final int MAX_CONNECTIONS = 256;

    private static final Logger LOG = LoggerFactory.getLogger(Http.class);
    private static final Duration SILENCE_TOLD = Duration.ofSeconds(5);

    private final CloseableHttpClient client;
    private final Alarms alarms = new Alarms();
    private final Limits limits;
    private volatile boolean isHeard;

    Http(Trust trust, Proxies proxies, Limits limits) {
        this.limits = limits;
        Timeout connect = Timeout.of(limits.connect());
        Timeout silence = Timeout.of(limits.silence());
        RequestConfig.Builder requests = RequestConfig.custom()
                .setConnectionRequestTimeout(Timeout.of(limits.attempt()))
                .setResponseTimeout(silence)
                .setExpectContinueEnabled(false)
                .setProtocolUpgradeEnabled(false);
        HttpClientBuilder builder = HttpClientBuilder.create()
                .setConnectionManager(PoolingHttpClientConnectionManagerBuilder.create()
                        .setMaxConnTotal(MAX_CONNECTIONS)
                        .setMaxConnPerRoute(MAX_CONNECTIONS)
                        .setTlsSocketStrategy(new LazyTls(trust))
                        .setDefaultTlsConfig(
                                TlsConfig.custom().setHandshakeTimeout(connect).build())
                        .setDefaultConnectionConfig(ConnectionConfig.custom()
                                .setConnectTimeout(connect)
                                .setSocketTimeout(silence)
                                .setValidateAfterInactivity(TimeValue.ofSeconds(1))
                                .setIdleTimeout(Timeout.ofSeconds(15))
                                .setTimeToLive(TimeValue.ofMinutes(10))
                                .build())
                        .setOffLockDisposalEnabled(true)
                        .build())
                .setDefaultRequestConfig(requests.build())
                .setUserAgent("lifeboat")
                .disableAutomaticRetries()
                .disableRedirectHandling()
                .disableCookieManagement()
                .disableAuthCaching()
                .disableContentCompression();
        client = builder.setRoutePlanner(route(proxies)).build();
    }

    private static HttpRoutePlanner route(Proxies proxies) {
        return new DefaultRoutePlanner(null) {
            @Override
            protected @Nullable HttpHost determineProxy(HttpHost target, HttpContext context) {
                return proxies.proxyFor(target.getSchemeName(), target.getHostName())
                        .map(HttpHost::create)
                        .orElse(null);
            }
        };
    }

    Limits limits() {
        return limits;
    }

    /// One request and its answer, read to the end within the deadline.
    Answer exchange(String method, URI uri, Map<String, String> headers, Payload payload) throws IOException {
        return exchange(method, uri, headers, payload, limits.forBytes(payload.length()));
    }

    /// The same within `deadline`.
    Answer exchange(String method, URI uri, Map<String, String> headers, Payload payload, Duration deadline)
            throws IOException {
        HttpUriRequestBase request = request(method, uri, headers, payload);
        try (Alarm alarm = alarms.set(deadline, request::cancel)) {
            try (ClassicHttpResponse response = send(request, alarm)) {
                return new Answer(response.getCode(), headers(response), bounded(response));
            } catch (IOException e) {
                throw plain(e, alarm, uri);
            }
        }
    }

    /// One request whose answer is a stream where it is a success, and else an answer as usual. The deadline is
    /// for the beginning of the answer; the stream keeps an eye on its own pace.
    Reply open(String method, URI uri, Map<String, String> headers) throws IOException {
        HttpUriRequestBase request = request(method, uri, headers, Payload.NONE);
        try (Alarm alarm = alarms.set(limits.attempt(), request::cancel)) {
            ClassicHttpResponse response;
            try {
                response = send(request, alarm);
            } catch (IOException e) {
                throw plain(e, alarm, uri);
            }
            SortedMap<String, String> found = headers(response);
            if (response.getCode() / 100 == 2 && response.getEntity() != null) {
                InputStream body = response.getEntity().getContent();
                return new Reply(new Answer(response.getCode(), found, new byte[0]), body, request::cancel);
            }
            try (response) {
                return new Reply(
                        new Answer(response.getCode(), found, bounded(response)),
                        InputStream.nullInputStream(),
                        () -> {});
            } catch (IOException e) {
                throw plain(e, alarm, uri);
            }
        }
    }

    /// An answer whose body, if it is a success, is still to be read. `abort` drops the connection.
    record Reply(Answer answer, InputStream body, Runnable abort) {}

    private static HttpUriRequestBase request(String method, URI uri, Map<String, String> headers, Payload payload) {
        HttpUriRequestBase request = new HttpUriRequestBase(method, uri);
        headers.forEach(request::setHeader);
        if (!method.equals("GET") && !method.equals("HEAD") && !method.equals("DELETE")) {
            request.setEntity(new PayloadEntity(
                    payload, Optional.ofNullable(headers.get("content-type")).map(ContentType::parse)));
        }
        return request;
    }

    private ClassicHttpResponse send(HttpUriRequestBase request, Alarm alarm) throws IOException {
        try (Alarm _ = isHeard ? Alarm.NONE : alarms.set(SILENCE_TOLD, this::tellSilence)) {
            HttpHost host = RoutingSupport.determineHost(request);
            ClassicHttpResponse response = client.executeOpen(host, request, null);
            isHeard = true;
            return response;
        } catch (HttpException e) {
            throw new IOException("not a request: " + request, e);
        } catch (IllegalStateException e) {
            throw new IOException(alarm.rang() ? "the attempt was ended" : "the store was closed", e);
        }
    }

    /// Once, and only before anything was heard: whoever waits for the first answer sees nothing else.
    private synchronized void tellSilence() {
        if (!isHeard) {
            isHeard = true;
            LOG.warn(
                    "the store has not answered for {} s, it is given {} s",
                    SILENCE_TOLD.toSeconds(),
                    limits.silence().toSeconds());
        }
    }

    private static byte[] bounded(ClassicHttpResponse response) throws IOException {
        if (response.getEntity() == null) {
            return new byte[0];
        }
        byte[] bytes = response.getEntity().getContent().readNBytes(MAX_ANSWER_BYTES + 1);
        if (bytes.length > MAX_ANSWER_BYTES) {
            throw new IOException("the store's answer has more than " + MAX_ANSWER_BYTES + " bytes");
        }
        return bytes;
    }

    private static SortedMap<String, String> headers(ClassicHttpResponse response) {
        SortedMap<String, String> headers = new TreeMap<>();
        for (Header header : response.getHeaders()) {
            headers.putIfAbsent(
                    header.getName().toLowerCase(Locale.ROOT),
                    Optional.ofNullable(header.getValue()).orElse(""));
        }
        return headers;
    }

    private IOException plain(IOException e, Alarm alarm, URI uri) {
        String host = uri.getAuthority();
        if (alarm.rang()) {
            return new InterruptedIOException(host + " did not answer in time");
        }
        return switch (e) {
            case StoreException told -> told;
            case UnknownHostException _ -> new NotAStoreException("host not found: " + uri.getHost(), e);
            case ConnectException _, NoRouteToHostException _ ->
                new NotAStoreException(host + ": " + e.getMessage(), e);
            case SSLException tls -> Failures.untrusted(host, tls);
            default -> new IOException(host + ": " + e.getMessage(), e);
        };
    }

    @Override
    public void close() {
        alarms.close();
        client.close(CloseMode.IMMEDIATE);
    }
}
