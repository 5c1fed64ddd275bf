package dev.lifeboat.runbooks.services;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import dev.lifeboat.runbooks.HealthSpec;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class HealthChecksTest {
    private HttpServer server;
    private final AtomicInteger asked = new AtomicInteger();
    private final HealthChecks checks = new HealthChecks(new LocalCommands());

    @BeforeEach
    void setUp() throws Exception {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/up", exchange -> {
            exchange.sendResponseHeaders(asked.incrementAndGet() < 3 ? 503 : 200, -1);
            exchange.close();
        });
        server.createContext("/elsewhere", exchange -> {
            exchange.getResponseHeaders().add("Location", "/up");
            exchange.sendResponseHeaders(302, -1);
            exchange.close();
        });
        server.start();
    }

    @AfterEach
    void tearDown() {
        server.stop(0);
    }

    private HealthSpec url(String path, Duration timeout) {
        return new HealthSpec.Url(
                "http://user:secret@127.0.0.1:" + server.getAddress().getPort() + path, 200, timeout);
    }

    @Test
    void itAsksUntilTheApplicationIsWellAndSaysNoSecret() {
        Health health =
                checks.of(url("/up?token=secret", Duration.ofSeconds(30))).await(() -> false);

        assertThat(health).isInstanceOf(Health.Well.class);
        assertThat(asked).hasValue(3);
        assertThat(health.toString()).doesNotContain("secret");
    }

    @Test
    void whenTheTimeIsOverItSaysWhatItSaw() {
        Health health = checks.of(url("/up", Duration.ZERO)).await(() -> false);

        assertThat(health)
                .isInstanceOfSatisfying(
                        Health.Unwell.class,
                        unwell -> assertThat(unwell.detail()).contains("answered 503, expected 200"));
    }

    @Test
    void aRedirectIsAnAnswerAndIsNotFollowed() {
        assertThat(checks.of(url("/elsewhere", Duration.ZERO)).await(() -> false))
                .isInstanceOf(Health.Unwell.class);
        assertThat(asked).hasValue(0);
    }

    @Test
    void addressesOfCloudMetadataAndOtherSchemesAreRefused() {
        for (String url : List.of("http://169.254.169.254/latest", "file:///etc/passwd", "jar:file:/x!/y", "no url")) {
            assertThat(checks.of(new HealthSpec.Url(url, 200, Duration.ZERO)).await(() -> false))
                    .as("SE-12 " + url)
                    .isInstanceOf(Health.Unwell.class);
        }
    }

    @Test
    void aCommandIsWellWhenItEndsWithZero() {
        HealthSpec well = new HealthSpec.Command(List.of("true"), Duration.ZERO);
        HealthSpec unwell = new HealthSpec.Command(List.of("false"), Duration.ZERO);

        assertThat(checks.of(well).await(() -> false)).isInstanceOf(Health.Well.class);
        assertThat(checks.of(unwell).await(() -> false)).isInstanceOf(Health.Unwell.class);
    }
}
