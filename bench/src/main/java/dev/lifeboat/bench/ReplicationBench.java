package dev.lifeboat.bench;

import dev.lifeboat.rig.Arguments;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/// The application alone and beside `lifeboat replicate`, in turns; then at 18,600 transactions a second, which was the
/// full speed where Litestream's figures were recorded, and at 1,000; then nothing. Prints one table.
///
/// `--store s3` (the rig's, with `--latency` ms a request) or `file`, `--rounds` of `--seconds` each, `--idle` seconds.
public final class ReplicationBench {
    static final int RECORDED_RATE = 18_600;

    private ReplicationBench() {}

    public static void main(String[] arguments) throws Exception {
        Arguments given = Arguments.of(arguments);
        Path directory = Path.of(given.text("directory"));
        Setting setting = new Setting(
                directory,
                given.text("store", "s3").equals("s3"),
                given.count("latency", 50),
                given.count("seconds", 15),
                given.count("idle", 30));
        List<Figures> alone = new ArrayList<>();
        List<Figures> beside = new ArrayList<>();
        for (int round = 0; round < given.count("rounds", 3); round++) {
            alone.add(Rounds.alone(setting.fresh("alone-" + round)));
            beside.add(Rounds.fullSpeed(setting.fresh("beside-" + round)));
        }
        Figures recorded = Rounds.paced(setting.fresh("recorded"), RECORDED_RATE);
        Figures paced = Rounds.paced(setting.fresh("paced"), 1000);
        Figures idle = Rounds.idle(setting.fresh("idle"));
        System.out.print(Table.of(setting, alone, beside, recorded, paced, idle));
        deleteTree(directory);
    }

    static void deleteTree(Path top) throws IOException {
        if (!Files.exists(top)) {
            return;
        }
        try (Stream<Path> tree = Files.walk(top)) {
            for (Path path : tree.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(path);
            }
        }
    }
}
