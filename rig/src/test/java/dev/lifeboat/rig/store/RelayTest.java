package dev.lifeboat.rig.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lifeboat.rig.process.Wait;
import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// The relay carries bytes while it is told to, and is away in the way that it is told.
@Timeout(30)
class RelayTest {
    private static final int PATIENCE_MILLIS = 200;

    private ServerSocket echo;
    private Relay relay;

    @BeforeEach
    void start() throws Exception {
        echo = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        Thread.ofVirtual().start(() -> {
            while (!echo.isClosed()) {
                try {
                    Socket client = echo.accept();
                    Thread.ofVirtual().start(() -> answer(client));
                } catch (IOException e) {
                    return;
                }
            }
        });
        relay = Relay.to(echo.getLocalPort());
    }

    private static void answer(Socket client) {
        try (client) {
            client.getInputStream().transferTo(client.getOutputStream());
        } catch (IOException e) {
            // Cut by the relay.
        }
    }

    @AfterEach
    void end() throws Exception {
        relay.close();
        echo.close();
    }

    private Socket connect() throws IOException {
        return new Socket(InetAddress.getLoopbackAddress(), relay.port());
    }

    private static int echoed(Socket socket, int value) throws IOException {
        socket.getOutputStream().write(value);
        return socket.getInputStream().read();
    }

    @Test
    void whatIsRefusedFindsNobodyAtThePortAndTheSamePortServesAgain() throws Exception {
        try (Socket before = connect()) {
            assertThat(echoed(before, 1)).isEqualTo(1);
            relay.set(Relay.Link.REFUSED);
            assertThatThrownBy(() -> {
                        echoed(before, 2);
                        echoed(before, 2);
                    })
                    .as("cut")
                    .isInstanceOf(IOException.class);
            assertThatThrownBy(this::connect).isInstanceOf(ConnectException.class);
            relay.set(Relay.Link.PASSING);
            try (Socket again = connect()) {
                assertThat(echoed(again, 3)).isEqualTo(3);
            }
        }
        assertThat(relay.attempts()).as("a refused one cannot be seen").isZero();
    }

    @Test
    void whatIsResetIsCounted() throws Exception {
        relay.set(Relay.Link.RESET);
        for (int attempt = 1; attempt <= 3; attempt++) {
            assertThatThrownBy(() -> {
                        try (Socket socket = connect()) {
                            echoed(socket, 1);
                            echoed(socket, 1);
                        }
                    })
                    .isInstanceOf(IOException.class);
            assertThat(relay.attempts()).isEqualTo(attempt);
        }
    }

    @Test
    void silenceSwallowsOldAndNewConnectionsAndEndsWithACut() throws Exception {
        try (Socket old = connect()) {
            assertThat(echoed(old, 1)).isEqualTo(1);
            relay.set(Relay.Link.SILENT);
            try (Socket fresh = connect()) {
                for (Socket socket : new Socket[] {old, fresh, old}) {
                    socket.setSoTimeout(PATIENCE_MILLIS);
                    assertThatThrownBy(() -> echoed(socket, 2)).isInstanceOf(SocketTimeoutException.class);
                }
                Wait.until(Duration.ofSeconds(20), "both were seen", () -> relay.attempts() >= 2);
                assertThat(relay.attempts()).as("one each").isEqualTo(2);
                relay.set(Relay.Link.PASSING);
                for (Socket socket : new Socket[] {old, fresh}) {
                    socket.setSoTimeout(Math.toIntExact(Duration.ofSeconds(20).toMillis()));
                    assertThatThrownBy(() -> echoed(socket, 3)).as("cut").isNotInstanceOf(SocketTimeoutException.class);
                }
            }
            try (Socket again = connect()) {
                assertThat(echoed(again, 4)).isEqualTo(4);
            }
        }
    }
}
