package dev.lifeboat.bench.restore;

import dev.lifeboat.rig.Arguments;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.logging.Level;
import java.util.logging.Logger;

/// Restores through a delayed S3 server and from large snapshots, whole processes. Prints one table.
///
/// `--latency` ms a request, `--parallelism`, `--rounds` of which the fastest counts, `--megabytes` of the snapshots,
/// with commas between. Replicas are made once and kept below `--directory`.
public final class RestoreBench {
    private static final int WARMING_ROUNDS = 3;

    private final Path directory;
    private final Path launcher;
    private final int parallelism;
    private final int rounds;
    private final Processes processes;

    private RestoreBench(Path directory, Path launcher, Arguments given) {
        this.directory = directory;
        this.launcher = launcher;
        this.parallelism = given.count("parallelism", 96);
        this.rounds = given.count("rounds", 3);
        this.processes = new Processes(directory);
    }

    public static void main(String[] arguments) throws Exception {
        Arguments given = Arguments.of(arguments);
        // The server tells of its beginning and its end.
        Logger.getLogger("").setLevel(Level.WARNING);
        Path directory =
                Files.createDirectories(Path.of(given.text("directory"))).toAbsolutePath();
        Path launcher = Path.of(System.getProperty("lifeboat.image")).resolve("bin/lifeboat");
        System.out.print(new RestoreBench(directory, launcher, given).table(given));
    }

    private RestoreTable table(Arguments given) throws Exception {
        int latency = given.count("latency", 30);
        RestoreTable table = new RestoreTable(latency, parallelism);
        Path objects = directory.resolve("objects");
        Path bucket = objects.resolve(SignedServer.BUCKET);
        try (SignedServer server = SignedServer.start(objects);
                DelayingProxy proxy = DelayingProxy.start(server.port(), Duration.ofMillis(latency))) {
            new SegmentedReplica(bucket.resolve("shop")).make(directory, 306, 100_000);
            table.row("306 segments, 100,000 rows", delayed(proxy, "shop"), "2.0 s, 220 MB", "");
            new SegmentedReplica(bucket.resolve("long")).make(directory, 10_041, 100_000);
            table.row("10,041 segments", delayed(proxy, "long"), "49 s, 298 MB", "");
            new LtxReplica(bucket.resolve("files")).make(directory, 10_127, 100_000);
            table.row("10,127 LTX files", delayed(proxy, "files"), "", "16.5 s, 650 MB");
            for (String megabytes : given.text("megabytes", "100,1000,3000").split(",")) {
                snapshot(table, server, bucket, megabytes);
            }
        }
        return table;
    }

    private void snapshot(RestoreTable table, SignedServer server, Path bucket, String megabytes) throws Exception {
        String name = "snapshot-" + megabytes;
        SnapshotReplica.make(bucket.resolve(name), directory, Long.parseLong(megabytes) * 1_000_000);
        boolean isRecorded = megabytes.equals("1000");
        table.row(
                megabytes + " MB snapshot, no delay",
                restore(SignedServer.url(name, server.port())),
                isRecorded ? "1.9-3.4 s, 39 MB *" : "",
                isRecorded ? "13-15 s, 200 MB" : "");
        table.row("the same from a file", restore("file://" + bucket.resolve(name)), "", "");
        Measured unpacked = unpack(bucket.resolve(name).resolve(SnapshotReplica.OBJECT));
        table.row("  lz4 -d, sync", unpacked, "", "");
        table.row("  and quick_check", new Measured(unpacked.seconds() + check(), -1, -1, -1), "", "");
        Files.delete(unpackedFile());
    }

    /// The server's own code is compiled before anything counts: it is not what is measured.
    private Measured delayed(DelayingProxy proxy, String name) throws Exception {
        for (int round = 0; round < WARMING_ROUNDS; round++) {
            once(SignedServer.url(name, proxy.port()));
        }
        proxy.forget();
        Measured best = restore(SignedServer.url(name, proxy.port()));
        return best.withRequests(proxy.requests() / rounds);
    }

    /// The fastest round, and the largest memory of all.
    private Measured restore(String url) throws Exception {
        List<Measured> all = new ArrayList<>();
        for (int round = 0; round < rounds; round++) {
            all.add(once(url));
        }
        return new Measured(
                all.stream().mapToDouble(Measured::seconds).min().orElseThrow(),
                all.stream().mapToDouble(Measured::cpuSeconds).min().orElseThrow(),
                -1,
                all.stream().mapToLong(Measured::peakBytes).max().orElseThrow());
    }

    private Measured once(String url) throws Exception {
        Path output = directory.resolve("restored.db");
        List<String> command = List.of(
                launcher.toString(),
                "restore",
                "-parallelism",
                Integer.toString(parallelism),
                "-o",
                output.toString(),
                url);
        Measured measured = processes.run(command, SignedServer.environment());
        Files.delete(output);
        return measured;
    }

    private Path unpackedFile() {
        return directory.resolve("unpacked.db");
    }

    private Measured unpack(Path object) throws Exception {
        Files.deleteIfExists(unpackedFile());
        Measured unpacked = processes.run(
                List.of("lz4", "-q", "-d", object.toString(), unpackedFile().toString()), Map.of());
        Measured synced = processes.run(List.of("sync", unpackedFile().toString()), Map.of());
        return new Measured(unpacked.seconds() + synced.seconds(), unpacked.cpuSeconds() + synced.cpuSeconds(), -1, -1);
    }

    private double check() throws Exception {
        long begin = System.nanoTime();
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + unpackedFile());
                Statement statement = connection.createStatement();
                ResultSet result = statement.executeQuery("PRAGMA quick_check")) {
            if (!result.next() || !result.getString(1).equals("ok")) {
                throw new IllegalStateException("the snapshot is not sound");
            }
        }
        return (System.nanoTime() - begin) / 1e9;
    }
}
