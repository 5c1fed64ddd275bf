package dev.lifeboat.rig.campaign;

import dev.lifeboat.rig.judge.Verdict;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.SplittableRandom;

/// One case, repeated: its seed, what was counted, and the line that tells it, printed and kept in
/// `target/campaign/CASE-SEED.txt`.
public final class Campaign {
    private final String name;
    private final long seed;
    private final SplittableRandom random;
    private final List<String> wrong = new ArrayList<>();
    private final List<String> remarks = new ArrayList<>();
    private int cycles;
    private long acknowledged;
    private long lost;
    private long worstAgeMillis;
    private long restoreMillis;
    private long restores;

    public Campaign(String name, long seed) {
        this.name = name;
        this.seed = seed;
        this.random = new SplittableRandom(seed);
    }

    /// A campaign whose seed is `-Dseed`, or `otherwise`.
    public static Campaign of(String name, long otherwise) {
        return new Campaign(name, Long.getLong("seed", otherwise));
    }

    public SplittableRandom random() {
        return random;
    }

    public long seed() {
        return seed;
    }

    public void cycle() {
        cycles++;
    }

    public int cycles() {
        return cycles;
    }

    /// Counts a judgement in.
    public void add(Verdict verdict) {
        acknowledged = Math.max(acknowledged, verdict.acknowledged());
        lost += verdict.lost();
        verdict.wrong().forEach(this::wrong);
        if (verdict.restoreMillis() > 0) {
            restoreMillis = Math.max(restoreMillis, verdict.restoreMillis());
            restores++;
        }
    }

    public void lost(long rows, String what) {
        if (rows > 0) {
            lost += rows;
            wrong(rows + " rows lost: " + what);
        }
    }

    public void wrong(String what) {
        wrong.add("cycle " + cycles + ": " + what);
    }

    /// Counts it as wrong where `holds` is false.
    public void expect(boolean holds, String what) {
        if (!holds) {
            wrong("not so: " + what);
        }
    }

    public void age(long millis) {
        worstAgeMillis = Math.max(worstAgeMillis, millis);
    }

    /// A figure that belongs to the closing line.
    public void remark(String what) {
        remarks.add(what);
    }

    public String line() {
        String text = String.format(
                Locale.ROOT,
                "%s seed=%d cycles=%d acknowledged=%d lost=%d wrong=%d worst_age_ms=%d restores=%d restore_ms_max=%d",
                name,
                seed,
                cycles,
                acknowledged,
                lost,
                wrong.size(),
                worstAgeMillis,
                restores,
                restoreMillis);
        return remarks.isEmpty() ? text : text + "  " + String.join(", ", remarks);
    }

    /// Prints and keeps the line, and throws where anything was lost or wrong.
    public void end() throws IOException {
        StringBuilder text = new StringBuilder(line()).append('\n');
        wrong.forEach(each -> text.append("  wrong: ").append(each).append('\n'));
        System.out.print(text);
        Path directory = Files.createDirectories(Path.of("target", "campaign"));
        Files.writeString(
                directory.resolve(name + "-" + seed + ".txt"),
                text,
                StandardOpenOption.CREATE,
                StandardOpenOption.APPEND);
        if (lost > 0 || !wrong.isEmpty()) {
            String id = name.contains("-") ? name.substring(0, name.indexOf('-')) : name;
            throw new AssertionError(text + "replay: ./mvnw -Pcampaign -pl rig verify -Dcase=" + id + " -Dseed=" + seed
                    + " -Dcycles=" + cycles);
        }
    }
}
