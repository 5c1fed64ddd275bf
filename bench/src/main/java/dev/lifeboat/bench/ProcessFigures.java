package dev.lifeboat.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/// What the kernel says of a process.
public record ProcessFigures(long rssBytes, long rssPeakBytes, double cpuSeconds) {
    private static final double TICKS_PER_SECOND = 100;

    public static ProcessFigures of(long pid) throws IOException {
        Path proc = Path.of("/proc", Long.toString(pid));
        long rss = 0;
        long peak = 0;
        for (String line : Files.readAllLines(proc.resolve("status"))) {
            String[] words = line.split("\\s+");
            if (words[0].equals("VmRSS:")) {
                rss = Long.parseLong(words[1]) * 1024;
            } else if (words[0].equals("VmHWM:")) {
                peak = Long.parseLong(words[1]) * 1024;
            }
        }
        String stat = Files.readString(proc.resolve("stat"));
        String[] words = stat.substring(stat.lastIndexOf(')') + 2).split(" ");
        double cpu = (Long.parseLong(words[11]) + Long.parseLong(words[12])) / TICKS_PER_SECOND;
        return new ProcessFigures(rss, peak, cpu);
    }
}
