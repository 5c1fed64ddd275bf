package dev.lifeboat.runbooks.rig;

import dev.lifeboat.engine.SqliteUrl;
import dev.lifeboat.engine.proof.UserCheck;
import dev.lifeboat.engine.replicate.control.ControlClient;
import dev.lifeboat.engine.replicate.control.ReplicatorStatus;
import dev.lifeboat.engine.wal.WalHeader;
import dev.lifeboat.runbooks.Actor;
import dev.lifeboat.runbooks.Consent;
import dev.lifeboat.runbooks.DatabaseSpec;
import dev.lifeboat.runbooks.PointChoice;
import dev.lifeboat.runbooks.RunRequest;
import dev.lifeboat.runbooks.ServiceSpec;
import dev.lifeboat.runbooks.WorkerLauncher;
import dev.lifeboat.runbooks.local.LocalRuns;
import dev.lifeboat.runbooks.local.RunSettings;
import dev.lifeboat.runbooks.worker.Owner;
import java.io.IOException;
import java.io.InputStream;
import java.io.RandomAccessFile;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.Predicate;
import java.util.random.RandomGenerator;

/// A shop with its database, its application, its replicator and an accident. Closing it ends every process of it.
public final class Shop implements AutoCloseable {
    public static final Actor ANNA = new Actor("anna", "/dev/pts/0", "10.0.0.7");
    private static final int PAGE = 4096;
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final Path root;
    private final Process replicator;

    private Shop(Path root, Process replicator) {
        this.root = root;
        this.replicator = replicator;
    }

    /// Opens with `rows` rows in each of three tables, replicated and being written. The replica has something of
    /// the WAL that the application writes.
    public static Shop open(Path root, int rows) throws IOException, SQLException {
        Shop shop = openWithoutApplication(root, rows);
        shop.service("start");
        await("the application writes", () -> shop.ledger().size() > 20);
        await("the replica has some of it", () -> shop.replicator(Shop::hasOfTheWal));
        return shop;
    }

    /// Replicated, and nobody writes yet.
    public static Shop openWithoutApplication(Path root, int rows) throws IOException, SQLException {
        Files.createDirectories(root.resolve("data"));
        Path database = root.resolve("data/shop.db");
        create(database, rows);
        Process replicator = new ProcessBuilder(Jvm.command(
                        ReplicatorMain.class,
                        database.toString(),
                        root.resolve("replica").toString()))
                .redirectErrorStream(true)
                .redirectOutput(root.resolve("replicator.log").toFile())
                .start();
        Shop shop = new Shop(root, replicator);
        await(
                "the replicator listens and has its snapshot",
                () -> shop.replicator(ReplicatorStatus::isEverythingAcknowledged));
        return shop;
    }

    private static void create(Path database, int rows) throws SQLException {
        try (Connection connection =
                        DriverManager.getConnection(SqliteUrl.create(database).text());
                Statement statement = connection.createStatement()) {
            statement.execute("PRAGMA journal_mode=WAL");
            statement.execute("CREATE TABLE customers(id INTEGER PRIMARY KEY, name TEXT)");
            statement.execute("CREATE TABLE orders(id INTEGER PRIMARY KEY, customer INTEGER REFERENCES customers(id),"
                    + " note TEXT)");
            statement.execute("CREATE TABLE visits(id INTEGER PRIMARY KEY AUTOINCREMENT, page TEXT)");
            for (String table : List.of("customers(id, name)", "orders(id, note)", "visits(id, page)")) {
                statement.execute("WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < " + rows
                        + ") INSERT INTO " + table + " SELECT i, hex(randomblob(60)) FROM n");
            }
        }
    }

    private static boolean hasOfTheWal(ReplicatorStatus status) {
        return status.replicas().stream()
                .flatMap(replica -> replica.acknowledged().stream())
                .anyMatch(position -> position.offset() > 0);
    }

    private boolean replicator(Predicate<ReplicatorStatus> is) {
        try {
            Optional<ControlClient> client = ControlClient.open(database());
            return client.isPresent() && is.test(client.get().status());
        } catch (IOException e) {
            return false;
        }
    }

    /// The replicator ends as by `kill -9`, and the application goes on for a while.
    public void killReplicator() {
        replicator.destroyForcibly();
        await("the replicator is dead", () -> !replicator.isAlive());
    }

    /// Back-fills all of the WAL, so that the next commit of the application begins it anew: once, for that commit is
    /// waited for. One more may have been under way before.
    public void beginWalAnew() throws IOException, SQLException {
        byte[] before = walHeader();
        try (Connection connection = DriverManager.getConnection(
                        SqliteUrl.readWrite(database()).text());
                Statement statement = connection.createStatement()) {
            await("the WAL begins anew", () -> {
                try {
                    statement.execute("PRAGMA wal_checkpoint(PASSIVE)");
                    int noted = ledger().size();
                    await("the application writes on", () -> ledger().size() >= noted + 2);
                    return !Arrays.equals(before, walHeader());
                } catch (IOException | SQLException e) {
                    throw new IllegalStateException(e);
                }
            });
        }
    }

    private byte[] walHeader() throws IOException {
        try (InputStream wal = Files.newInputStream(Path.of(database() + "-wal"))) {
            return wal.readNBytes(WalHeader.BYTES);
        }
    }

    public Path database() {
        return root.resolve("data/shop.db");
    }

    public Path root() {
        return root;
    }

    /// Overwrites pages in the middle of the file, under the running application.
    public void accident() throws IOException {
        long pages = Files.size(database()) / PAGE;
        try (RandomAccessFile file = new RandomAccessFile(database().toFile(), "rw")) {
            byte[] noise = new byte[3 * PAGE];
            RandomGenerator.of("L64X128MixRandom").nextBytes(noise);
            file.seek(pages / 2 * PAGE);
            file.write(noise);
        }
    }

    /// What the ledger of the application holds: rows that were committed.
    public List<Long> ledger() {
        try {
            Path ledger = root.resolve("ledger");
            List<Long> ids = new ArrayList<>();
            for (String line : Files.exists(ledger) ? Files.readAllLines(ledger) : List.<String>of()) {
                ids.add(Long.valueOf(line));
            }
            return ids;
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    public RunRequest request(Consent consent) {
        return request(consent, new PointChoice.Newest());
    }

    public RunRequest request(Consent consent, PointChoice point) {
        List<ServiceSpec> services = List.of(new ServiceSpec.Command(
                "writer", serviceCommand("stop"), serviceCommand("start"), serviceCommand("status")));
        return request(consent, point, services);
    }

    public RunRequest request(Consent consent, PointChoice point, List<ServiceSpec> services) {
        DatabaseSpec database = new DatabaseSpec(
                "shop",
                database(),
                List.of(root.resolve("replica").toString()),
                services,
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                List.of(new UserCheck("items present", "SELECT count(*) > 0 FROM orders", Optional.empty())),
                "TEST");
        return new RunRequest("corruption", database, point, consent, ANNA);
    }

    /// Runs whose workers die where `death` says.
    public LocalRuns runs(String death) {
        return new LocalRuns(
                new RunSettings(root.resolve("state"), List.of()),
                new WorkerLauncher(Jvm.command(RigWorkerMain.class, death)),
                RigSteps.with(Death.parse("never")),
                Clock.systemUTC(),
                RandomGenerator.getDefault());
    }

    public boolean isApplicationRunning() throws IOException, InterruptedException {
        return new ProcessBuilder(serviceCommand("status")).start().waitFor() == 0;
    }

    private void service(String what) throws IOException {
        try {
            new ProcessBuilder(serviceCommand(what)).inheritIO().start().waitFor();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    /// `sh` with fixed text and arguments: a service as an operator would write it down.
    private List<String> serviceCommand(String what) {
        String pid = root.resolve("application.pid").toString();
        String script = switch (what) {
            case "start" -> "pid=$1; shift; setsid \"$@\" </dev/null >>\"$pid.log\" 2>&1 & echo $! >\"$pid\"";
            case "stop" ->
                "p=$(cat \"$1\"); kill -9 $p 2>/dev/null;" + " while kill -0 $p 2>/dev/null; do sleep 0.02; done; true";
            default -> "kill -0 $(cat \"$1\") 2>/dev/null";
        };
        List<String> command = new ArrayList<>(List.of("sh", "-c", script, "sh", pid));
        if (what.equals("start")) {
            command.addAll(Jvm.command(
                    WriterMain.class,
                    database().toString(),
                    root.resolve("ledger").toString()));
        }
        return command;
    }

    /// Rows of `visits` by id, read through SQLite.
    public List<Long> visits() throws SQLException {
        List<Long> ids = new ArrayList<>();
        try (Connection connection = DriverManager.getConnection(
                        SqliteUrl.readOnly(database()).text());
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery("SELECT id FROM visits ORDER BY id")) {
            while (rows.next()) {
                ids.add(rows.getLong(1));
            }
        }
        return ids;
    }

    public String integrity() throws SQLException {
        try (Connection connection = DriverManager.getConnection(
                        SqliteUrl.readOnly(database()).text());
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery("PRAGMA integrity_check")) {
            rows.next();
            return rows.getString(1);
        }
    }

    /// A worker whose run is over may be about to end, and one of a failed test is at work.
    private void endWorkers() throws IOException {
        Path runs = root.resolve("state/runs");
        if (Files.notExists(runs)) {
            return;
        }
        try (DirectoryStream<Path> directories = Files.newDirectoryStream(runs, Files::isDirectory)) {
            for (Path run : directories) {
                Optional<Owner> owner = Owner.read(run);
                if (owner.isPresent() && owner.get().isAlive()) {
                    ProcessHandle.of(owner.get().pid()).ifPresent(ProcessHandle::destroyForcibly);
                    await("the worker is gone", () -> !isAlive(owner.get()));
                }
            }
        }
    }

    private static boolean isAlive(Owner owner) {
        try {
            return owner.isAlive();
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    public static void await(String what, BooleanSupplier condition) {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() > deadline) {
                throw new AssertionError("not within " + PATIENCE + ": " + what);
            }
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(20));
        }
    }

    /// Nobody writes below `root` any more once this returns.
    @Override
    public void close() throws IOException {
        endWorkers();
        service("stop");
        replicator.destroyForcibly();
        try {
            replicator.waitFor();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
