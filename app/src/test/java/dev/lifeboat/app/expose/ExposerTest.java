package dev.lifeboat.app.expose;

import static dev.lifeboat.app.expose.Statuses.of;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.gson.JsonStreamParser;
import dev.lifeboat.engine.ProblemException;
import dev.lifeboat.engine.replicate.control.ReplicatorStatus.State;
import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class ExposerTest {
    private Exposer exposer;
    private int port;

    @BeforeEach
    void start() throws IOException {
        Pages pages = new Pages(
                () -> List.of(of("/a.db", State.INCIDENT, "gone\u001b[31m")),
                "1.0",
                Clock.fixed(Statuses.START, ZoneOffset.UTC));
        exposer = Exposer.start("0", pages);
        assertThat(exposer.address()).as("SE-13: a port alone is loopback").startsWith("127.0.0.1:");
        port = Integer.parseInt(exposer.address().substring("127.0.0.1:".length()));
    }

    @AfterEach
    void end() throws IOException {
        exposer.close();
    }

    @Test
    void thePagesAreThere() throws IOException {
        String metrics = ask("GET /metrics?x=1 HTTP/1.1\r\nHost: x\r\n\r\n");
        assertThat(metrics).startsWith("HTTP/1.1 200 OK\r\n").contains("text/plain; version=0.0.4");
        StrictMetrics.parse(body(metrics));
        String status = body(ask("GET /status HTTP/1.0\n\n"));
        assertThat(new JsonStreamParser(status).next().getAsJsonArray()).hasSize(1);
        assertThat(ask("HEAD /healthz HTTP/1.1\r\n\r\n"))
                .startsWith("HTTP/1.1 503")
                .endsWith("\r\n\r\n");
    }

    @Test
    void whyItIsNotWellIsOneHarmlessLine() throws IOException {
        assertThat(body(ask("GET /healthz HTTP/1.1\r\n\r\n"))).isEqualTo("/a.db: stopped replicating: gone\\x1b[31m\n");
    }

    @Test
    void whatIsNoRequestOfOursIsRefused() throws IOException {
        assertThat(ask("GET /nowhere HTTP/1.1\r\n\r\n")).startsWith("HTTP/1.1 404");
        assertThat(ask("POST /metrics HTTP/1.1\r\n\r\n")).startsWith("HTTP/1.1 405");
        assertThat(ask("nonsense\r\n\r\n")).startsWith("HTTP/1.1 400");
        assertThat(ask("GET /" + "x".repeat(8187))).startsWith("HTTP/1.1 431");
    }

    @Test
    void clientsThatSayNothingAreDroppedAndOthersAnsweredMeanwhileAndAfter() throws IOException {
        List<Socket> silent = new ArrayList<>();
        try {
            for (int i = 0; i < 10; i++) {
                silent.add(new Socket("127.0.0.1", port));
            }
            assertThat(ask("GET /healthz HTTP/1.1\r\n\r\n")).startsWith("HTTP/1.1 503");
            for (int i = 0; i < 30; i++) {
                silent.add(new Socket("127.0.0.1", port));
            }
            // Beyond the limit one waits until the silent ones are past their deadline.
            assertThat(ask("GET /healthz HTTP/1.1\r\n\r\n")).startsWith("HTTP/1.1 503");
            assertThat(silent.getFirst().getInputStream().read()).isEqualTo(-1);
        } finally {
            for (Socket socket : silent) {
                socket.close();
            }
        }
    }

    @Test
    void anAddressThatIsTakenOrIsNoneSaysSo() {
        Pages pages = new Pages(List::of, "1.0", Clock.systemUTC());
        assertThatThrownBy(() -> Exposer.start("127.0.0.1:" + port, pages))
                .isInstanceOf(ProblemException.class)
                .hasMessageContaining("cannot listen on 127.0.0.1:" + port);
        assertThatThrownBy(() -> Exposer.start("localhost", pages))
                .isInstanceOf(ProblemException.class)
                .hasMessageContaining("must specify port");
        assertThat(BindAddress.parse("[::1]:90")).isEqualTo(new BindAddress("::1", 90));
        assertThat(BindAddress.parse(":9090")).isEqualTo(new BindAddress("0.0.0.0", 9090));
        assertThat(BindAddress.parse("9090")).isEqualTo(new BindAddress("127.0.0.1", 9090));
    }

    private String ask(String request) throws IOException {
        try (Socket socket = new Socket("127.0.0.1", port)) {
            socket.setSoTimeout(Math.toIntExact(Duration.ofSeconds(20).toMillis()));
            socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    private static String body(String answer) {
        return answer.substring(answer.indexOf("\r\n\r\n") + 4);
    }
}
