package dev.lifeboat.app.tui;

import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.InstantSource;

/// Shows the sample world on a real terminal: `Show full|plain|crash`. For looking at it in tmux while one works on it.
final class Show {
    private Show() {}

    public static void main(String[] args) throws Exception {
        FakeRuns runs = new FakeRuns();
        Thread.ofPlatform().daemon().start(() -> {
            while (true) {
                try {
                    Thread.sleep(700);
                } catch (InterruptedException _) {
                    return;
                }
                runs.step();
            }
        });
        Databases databases = () -> {
            if (args[0].equals("crash")) {
                throw new AssertionError("made to crash");
            }
            return Samples.overview();
        };
        Ports ports = new Ports(databases, _ -> Samples.points(60), runs, Samples::spec, Samples.ACTOR);
        System.exit(args[0].equals("plain") ? plain(ports) : full(ports));
    }

    private static int plain(Ports ports) throws InterruptedException {
        BufferedReader in = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        PrintWriter out = new PrintWriter(System.out, true, StandardCharsets.UTF_8);
        return new PlainMode(Samples.WHERE, ports, InstantSource.system(), System.getenv(), System.console() != null)
                .run(in, out);
    }

    private static int full(Ports ports) throws Exception {
        Path target = Path.of(System.getProperty("java.io.tmpdir"), "lifeboat-show");
        FullScreen.Settings settings = new FullScreen.Settings(
                Samples.WHERE,
                Looks.of(System.getenv(), System.getenv("NO_COLOR") == null, false),
                target.resolve("log.txt"),
                target,
                System.getenv());
        return new FullScreen(settings, ports, InstantSource.system()).run();
    }
}
