package dev.lifeboat.rig.app;

import dev.lifeboat.rig.Arguments;
import java.io.IOException;

/// The application as a process: writes until TERM, until `--seconds` are over, or until it is killed.
public final class AppMain {
    private AppMain() {}

    public static void main(String[] arguments) throws IOException {
        AppOptions options = AppOptions.of(Arguments.of(arguments));
        Report report = new Report(options.report());
        try (Ledger ledger = Ledger.open(options.ledger(), options.ledgerForceMillis())) {
            Application application = new Application(options, ledger, report);
            Thread writer = Thread.currentThread();
            Runtime.getRuntime().addShutdownHook(new Thread(() -> {
                application.stop();
                try {
                    writer.join(30_000);
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                }
            }));
            Companions companions = new Companions(options, report);
            companions.start();
            application.run();
            companions.stop();
        }
    }
}
