package dev.lifeboat.bench;

import java.util.List;
import java.util.Locale;
import java.util.function.ToDoubleFunction;

/// The figures side by side. Those of Litestream were recorded by others on this class of machine and are not measured
/// here: no binary of it is at hand.
final class Table {
    private static final String ROW = "%-44s %14s %14s %16s %16s%n";

    private Table() {}

    static String of(
            Setting setting, List<Figures> alone, List<Figures> beside, Figures recorded, Figures paced, Figures idle) {
        StringBuilder table = new StringBuilder();
        table.append(String.format(
                Locale.ROOT,
                "store %s, %d ms a request, %d rounds of %d s in turns, %d processors%n%n",
                setting.isS3() ? "s3 (the rig's)" : "file",
                setting.isS3() ? setting.latencyMillis() : 0,
                alone.size(),
                setting.seconds(),
                Runtime.getRuntime().availableProcessors()));
        row(table, "", "alone", "lifeboat", "0.3.13 recorded", "0.5.18 recorded");
        double without = mean(alone, Figures::transactionsPerSecond);
        double with = mean(beside, Figures::transactionsPerSecond);
        row(table, "full speed: tx/s", whole(without), whole(with), "14100-15100", "4300-10000");
        row(
                table,
                "full speed: share of the speed alone",
                "1 (18600 rec.)",
                two(with / without),
                "0.76-0.81",
                "0.23-0.54");
        row(
                table,
                "full speed: stall p99, ms",
                worst(alone, Figures::stallP99Millis),
                worst(beside, Figures::stallP99Millis),
                "",
                "");
        row(
                table,
                "full speed: stall max, ms",
                worst(alone, Figures::stallMaxMillis),
                worst(beside, Figures::stallMaxMillis),
                "",
                "up to 942");
        row(
                table,
                "full speed: WAL at most, MB",
                megabytes(max(alone, Figures::walPeakBytes)),
                megabytes(max(beside, Figures::walPeakBytes)),
                "3600",
                "58-1300");
        row(table, "full speed: lag p50, ms", "", worst(beside, Figures::lagP50Millis), "", "");
        row(table, "full speed: lag p99, ms", "", worst(beside, Figures::lagP99Millis), "", "");
        row(
                table,
                "full speed: drained after TERM, s",
                "",
                two(max(beside, Figures::drainMillis) / 1000),
                "not in 60",
                "");
        row(table, "full speed: peak RSS, MB", "", megabytes(max(beside, Figures::rssPeakBytes)), "", "");
        row(table, "18,600 tx/s, 20 s: tx/s", "", whole(recorded.transactionsPerSecond()), "", "");
        row(
                table,
                "18,600 tx/s, 20 s: share of what was wanted",
                "",
                two(recorded.transactionsPerSecond() / ReplicationBench.RECORDED_RATE),
                "0.76-0.81",
                "0.23-0.54");
        row(table, "18,600 tx/s, 20 s: stall p99, ms", "", two(recorded.stallP99Millis()), "", "");
        row(table, "18,600 tx/s, 20 s: stall max, ms", "", two(recorded.stallMaxMillis()), "", "up to 942");
        row(table, "18,600 tx/s, 20 s: WAL at most, MB", "", megabytes(recorded.walPeakBytes()), "3600", "58-1300");
        row(table, "18,600 tx/s, 20 s: lag p99, ms", "", whole(recorded.lagP99Millis()), "", "");
        row(table, "18,600 tx/s, 20 s: CPU, s", "", two(recorded.cpuSeconds()), "", "");
        row(table, "18,600 tx/s, 20 s: peak RSS, MB", "", megabytes(recorded.rssPeakBytes()), "", "");
        row(table, "1,000 tx/s, 20 s: tx/s", "", whole(paced.transactionsPerSecond()), "", "");
        row(table, "1,000 tx/s, 20 s: lag p50, ms", "", whole(paced.lagP50Millis()), "", "");
        row(table, "1,000 tx/s, 20 s: lag p99, ms", "", whole(paced.lagP99Millis()), "", "");
        row(table, "1,000 tx/s, 20 s: stall p99, ms", "", two(paced.stallP99Millis()), "", "");
        row(table, "1,000 tx/s, 20 s: stall max, ms", "", two(paced.stallMaxMillis()), "", "");
        row(table, "1,000 tx/s, 20 s: CPU, s", "", two(paced.cpuSeconds()), "2.2", "0.7");
        row(table, "1,000 tx/s, 20 s: peak RSS, MB", "", megabytes(paced.rssPeakBytes()), "78", "56");
        row(table, "idle: RSS, MB", "", megabytes(idle.rssBytes()), "32", "44-57");
        row(table, "idle: requests in " + setting.idleSeconds() + " s", "", whole(idle.requests()), "0", "0");
        return table.toString();
    }

    private static void row(StringBuilder table, String name, String alone, String ours, String old, String current) {
        table.append(String.format(Locale.ROOT, ROW, name, alone, ours, old, current));
    }

    private static double mean(List<Figures> rounds, ToDoubleFunction<Figures> figure) {
        return rounds.stream().mapToDouble(figure).average().orElse(-1);
    }

    private static double max(List<Figures> rounds, ToDoubleFunction<Figures> figure) {
        return rounds.stream().mapToDouble(figure).max().orElse(-1);
    }

    private static String worst(List<Figures> rounds, ToDoubleFunction<Figures> figure) {
        return two(max(rounds, figure));
    }

    private static String whole(double value) {
        return value < 0 ? "-" : String.format(Locale.ROOT, "%.0f", value);
    }

    private static String two(double value) {
        return value < 0 ? "-" : String.format(Locale.ROOT, "%.2f", value);
    }

    private static String megabytes(double bytes) {
        return bytes < 0 ? "-" : String.format(Locale.ROOT, "%.0f", bytes / 1e6);
    }
}
