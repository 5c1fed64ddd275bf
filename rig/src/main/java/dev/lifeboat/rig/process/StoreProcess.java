package dev.lifeboat.rig.process;

import dev.lifeboat.rig.judge.Generation;
import dev.lifeboat.rig.judge.Lag;
import dev.lifeboat.rig.store.Log;
import dev.lifeboat.rig.store.StoreMain;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.HttpURLConnection;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// The rig's S3 store as a process, and the knobs that turn its faults.
public final class StoreProcess implements Place {
    private static final String BUCKET = "rig";
    private static final Duration LIMIT = Duration.ofSeconds(30);

    private final Path directory;
    private final List<String> options;
    private Child child;
    private int port;

    private StoreProcess(Path directory, List<String> options, Child child) {
        this.directory = directory;
        this.options = options;
        this.child = child;
    }

    public static StoreProcess start(Path directory, String... options) throws Exception {
        Files.createDirectories(directory);
        List<String> given = List.of(options);
        StoreProcess store = new StoreProcess(directory, given, launch(directory, 0, given));
        store.awaitPort();
        return store;
    }

    private static Child launch(Path directory, int port, List<String> options) throws IOException {
        Files.deleteIfExists(directory.resolve("port"));
        List<String> arguments = new ArrayList<>(List.of("--directory", directory.toString()));
        arguments.addAll(List.of("--port", Integer.toString(port)));
        arguments.addAll(options);
        return Child.startMain(StoreMain.class, List.of("-Xmx128m"), arguments, directory.resolve("store.log"));
    }

    private void awaitPort() throws Exception {
        Wait.until(LIMIT, "the store listens\n" + child.output(), () -> Files.exists(directory.resolve("port")));
        port = Integer.parseInt(Files.readString(directory.resolve("port")));
    }

    /// Kills the store and starts it again on the same port, without faults.
    public void restart() throws Exception {
        child.kill();
        child = launch(directory, port, options);
        awaitPort();
    }

    @Override
    public String url(String name) {
        return "s3://" + BUCKET + ".localhost:" + port + "/" + name;
    }

    @Override
    public Path root(String name) {
        return directory.resolve("objects").resolve(BUCKET).resolve(name);
    }

    @Override
    public Map<String, String> environment() {
        return Map.of("AWS_ACCESS_KEY_ID", "rig", "AWS_SECRET_ACCESS_KEY", "rig-secret", "AWS_REGION", "us-east-1");
    }

    public URI address() {
        return URI.create("http://localhost:" + port + "/");
    }

    /// What goes wrong from now on; names as in [dev.lifeboat.rig.store.Faults], nothing else.
    public void faults(String text) throws IOException {
        control("faults", "POST", text);
    }

    /// Requests since the start or the last [#forgetCounts], by kind.
    public Map<String, Long> counts() throws IOException {
        Map<String, Long> counts = new TreeMap<>();
        for (String line : control("counts", "GET", "").lines().toList()) {
            String[] pair = line.split("=");
            counts.put(pair[0], Long.parseLong(pair[1]));
        }
        return counts;
    }

    public long requests() throws IOException {
        return counts().values().stream().mapToLong(Long::longValue).sum();
    }

    public void forgetCounts() throws IOException {
        control("counts", "DELETE", "");
    }

    /// Keys of uploads in parts that are neither completed nor aborted.
    public List<String> openUploads() throws IOException {
        return control("uploads", "GET", "").lines().toList();
    }

    /// Every change that the store has made, the oldest first.
    public List<Log.Change> log() throws IOException {
        return Log.read(directory.resolve("log"));
    }

    @Override
    public List<Lag.Arrival> arrivals(String name, Generation generation) throws IOException {
        Map<Path, Long> moments = new HashMap<>();
        for (Log.Change change : log()) {
            if (!change.what().equals("delete")) {
                moments.putIfAbsent(directory.resolve("objects").resolve(change.path()), change.micros());
            }
        }
        List<Lag.Arrival> arrivals = new ArrayList<>();
        for (Generation.Segment segment : generation.segments()) {
            arrivals.add(new Lag.Arrival(moments.getOrDefault(segment.file(), 0L), segment.file()));
        }
        return arrivals;
    }

    private String control(String what, String method, String body) throws IOException {
        HttpURLConnection connection =
                (HttpURLConnection) address().resolve("/-/" + what).toURL().openConnection();
        connection.setRequestMethod(method);
        connection.setReadTimeout(Math.toIntExact(LIMIT.toMillis()));
        if (!body.isEmpty()) {
            connection.setDoOutput(true);
            try (OutputStream out = connection.getOutputStream()) {
                out.write(body.getBytes(StandardCharsets.UTF_8));
            }
        }
        if (connection.getResponseCode() >= 300) {
            throw new IOException("the store answers " + connection.getResponseCode() + " to " + what);
        }
        try (InputStream in = connection.getInputStream()) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    @Override
    public void close() {
        child.close();
    }
}
