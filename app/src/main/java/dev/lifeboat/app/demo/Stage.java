package dev.lifeboat.app.demo;

import dev.lifeboat.engine.replicate.control.ControlClient;
import dev.lifeboat.engine.replicate.control.ReplicatorStatus;
import java.io.File;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Sets the scene in a sandbox: a shop that is open, a replicator that copies it, and then an accident.
///
/// All processes are this executable again and name the sandbox among their arguments, by which [Strike]
/// finds them.
public final class Stage {
    private static final Duration READY_LIMIT = Duration.ofSeconds(60);
    private static final Duration NOTICE_LIMIT = Duration.ofSeconds(10);
    private static final int ORDERS_BEFORE_THE_ACCIDENT = 60;

    private final Sandbox sandbox;
    private final Self self;
    private final Starter starter;
    private final Clock clock;
    private final PrintWriter out;

    /// The command line that starts this program once more.
    @FunctionalInterface
    public interface Self {
        List<String> with(String... arguments);
    }

    /// Starts a process as long as the demonstration goes on.
    @FunctionalInterface
    public interface Starter {
        Process start(ProcessBuilder builder) throws IOException;
    }

    public Stage(Sandbox sandbox, Self self, Starter starter, Clock clock, PrintWriter out) {
        this.sandbox = sandbox;
        this.self = self;
        this.starter = starter;
        this.clock = clock;
        this.out = out;
    }

    /// Returns when the database is damaged and the shop has noticed; the answer is the number of the last
    /// order that the replica is known to hold.
    public long set() throws IOException {
        sandbox.writeConfiguration(
                verb -> self.with("demo-service", verb, sandbox.root().toString()));
        openShop();
        replicate();
        long acknowledged = acknowledge();
        accident();
        notice();
        return acknowledged;
    }

    private void openShop() throws IOException {
        new ShopService(sandbox, self.with("demo-shop", sandbox.root().toString()), starter, clock).start();
        patiently()
                .until(
                        "the shop took no order",
                        () -> Ledger.newest(sandbox.ledger()).isPresent());
        say("1  A shop is open: eight tables with foreign keys, " + ShopDatabase.ROWS
                + " rows, twenty orders a second.");
        say("   Each order is promised in a ledger outside of the database, fsynced after its COMMIT.");
    }

    private void replicate() throws IOException {
        List<String> command = new ArrayList<>(
                self.with("replicate", "--config", sandbox.configuration().toString()));
        Process process = starter.start(new ProcessBuilder(command)
                .redirectInput(new File("/dev/null"))
                .redirectErrorStream(true)
                .redirectOutput(
                        ProcessBuilder.Redirect.appendTo(sandbox.replicateLog().toFile())));
        patiently().until("replicate did not begin; see " + sandbox.replicateLog(), () -> {
            if (!process.isAlive()) {
                throw new IOException("replicate ended with " + process.exitValue() + ": "
                        + Files.readString(sandbox.replicateLog()));
            }
            return isReplicating();
        });
        say("2  lifeboat replicate copies it to " + sandbox.root().relativize(sandbox.replica()) + ", once a second.");
    }

    private boolean isReplicating() throws IOException {
        Optional<ControlClient> client = ControlClient.open(sandbox.database());
        return client.isPresent()
                && client.get().status().state() == ReplicatorStatus.State.REPLICATING
                && client.get().status().isEverythingAcknowledged();
    }

    /// What was promised before a sync that returned is in the store.
    private long acknowledge() throws IOException {
        patiently().until("the shop took too few orders", () -> newest() >= ORDERS_BEFORE_THE_ACCIDENT);
        long promised = newest();
        ControlClient client =
                ControlClient.open(sandbox.database()).orElseThrow(() -> new IOException("replicate is gone"));
        client.sync();
        say("   The replica has acknowledged every order up to number " + promised + ".");
        return promised;
    }

    private long newest() throws IOException {
        return Ledger.newest(sandbox.ledger()).map(Ledger.Entry::sequence).orElse(0L);
    }

    private void accident() throws IOException {
        Process process = starter.start(
                new ProcessBuilder(self.with("demo-accident", sandbox.root().toString()))
                        .redirectInput(new File("/dev/null"))
                        .redirectErrorStream(true));
        String harm = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
        patiently().until("the accident did not end", () -> !process.isAlive());
        if (process.exitValue() != 0) {
            throw new IOException("the accident failed: " + harm);
        }
        say("3  Accident, while the shop works: " + harm + ".");
    }

    private void notice() throws IOException {
        boolean noticed =
                new Patience(clock, NOTICE_LIMIT).within(() -> complaint().isPresent());
        say(noticed ? "   The shop says: " + complaint().orElseThrow() : "   The shop has not noticed yet.");
        out.println();
        out.flush();
    }

    private Optional<String> complaint() throws IOException {
        return Files.readAllLines(sandbox.writerLog()).stream()
                .filter(line -> line.contains("database failed"))
                .findFirst()
                .map(line -> line.substring(line.indexOf("database failed")));
    }

    private Patience patiently() {
        return Patience.of(clock, READY_LIMIT);
    }

    private void say(String line) {
        out.println(line);
        out.flush();
    }
}
