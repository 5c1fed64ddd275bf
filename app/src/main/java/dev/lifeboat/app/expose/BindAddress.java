package dev.lifeboat.app.expose;

import dev.lifeboat.engine.Problem;
import dev.lifeboat.engine.ProblemCode;
import dev.lifeboat.engine.ProblemException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// The value of `addr`: `HOST:PORT`, `:PORT` for every address of this host, as Litestream has it and a probe of
/// Kubernetes needs it, or a port alone for this host and nobody else (SE-13).
record BindAddress(String host, int port) {
    private static final String LOOPBACK = "127.0.0.1";
    static final String EVERY_ADDRESS = "0.0.0.0";
    private static final Pattern FORM = Pattern.compile("(?:(\\[[0-9a-fA-F:.]+]|[^:\\[\\]]*):)?(\\d{1,5})");
    private static final int MAX_PORT = 65_535;

    /// Throws [ProblemException] (CONFIGURATION).
    static BindAddress parse(String text) {
        Matcher form = FORM.matcher(text);
        if (!form.matches()) {
            throw wrong("must specify port for bind address: \"" + text + "\"");
        }
        int port = Integer.parseInt(form.group(2));
        if (port > MAX_PORT) {
            throw wrong("there is no port " + port);
        }
        String host = form.group(1) == null ? LOOPBACK : form.group(1);
        if (host.isEmpty()) {
            host = EVERY_ADDRESS;
        }
        return new BindAddress(host.startsWith("[") ? host.substring(1, host.length() - 1) : host, port);
    }

    InetSocketAddress resolve() {
        try {
            return new InetSocketAddress(InetAddress.getByName(host), port);
        } catch (UnknownHostException e) {
            throw wrong("no such host: " + host);
        }
    }

    private static ProblemException wrong(String message) {
        return new ProblemException(Problem.of(ProblemCode.CONFIGURATION, "addr: " + message)
                .withDetail("such as 127.0.0.1:9090, or :9090 for everybody"));
    }
}
