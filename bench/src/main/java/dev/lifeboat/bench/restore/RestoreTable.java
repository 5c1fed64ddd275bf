package dev.lifeboat.bench.restore;

import java.util.Locale;

/// The figures, one restore a line. Those of Litestream were recorded by others on this class of machine and are not
/// measured here: no binary of it is at hand.
final class RestoreTable {
    private static final String ROW = "%-40s %9s %9s %9s %9s   %-22s %-22s%n";

    private final StringBuilder text = new StringBuilder();

    RestoreTable(int latencyMillis, int parallelism) {
        text.append(String.format(
                Locale.ROOT,
                "s3proxy, signatures checked, %d ms a request where not said otherwise; %d at a time; %d processors%n%n",
                latencyMillis,
                parallelism,
                Runtime.getRuntime().availableProcessors()));
        text.append(String.format(
                Locale.ROOT,
                ROW,
                "restore",
                "s",
                "CPU s",
                "requests",
                "peak MB",
                "0.3.13 recorded",
                "0.5.18 recorded"));
    }

    void row(String name, Measured measured, String old, String current) {
        text.append(String.format(
                Locale.ROOT,
                ROW,
                name,
                number("%.2f", measured.seconds()),
                number("%.2f", measured.cpuSeconds()),
                number("%.0f", measured.requests()),
                number("%.0f", measured.peakBytes() < 0 ? -1 : measured.peakBytes() / 1e6),
                old,
                current));
    }

    private static String number(String format, double value) {
        return value < 0 ? "-" : String.format(Locale.ROOT, format, value);
    }

    @Override
    public String toString() {
        return text.toString();
    }
}
