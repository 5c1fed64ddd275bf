package dev.lifeboat.rig.judge;

import dev.lifeboat.rig.process.Lifeboat;
import dev.lifeboat.rig.store.Log;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;

/// Restores from the store alone and checks it (7.1 a to d, f). Nothing may write to the store meanwhile.
///
/// Each generation is replayed independently; the newest one is also restored by `bin/lifeboat restore` and by
/// `restore03.sh`, and all three have to agree: page by page with ours, row by row with the script, which lets SQLite
/// rewrite the file's header.
public final class Judge {
    private final Lifeboat lifeboat;
    private final Path scratch;
    private final Optional<Path> script;
    private final Replays replays;

    /// `scratch` is a directory of the judge's own, emptied before each judgement; `script` is restore03.sh, if there.
    public Judge(Lifeboat lifeboat, Path scratch, Optional<Path> script) {
        this.lifeboat = lifeboat;
        this.scratch = scratch;
        this.script = script;
        this.replays = new Replays(scratch.resolve("replays"));
    }

    /// Everything anew: judges the replica whose objects lie below `root` and which Lifeboat reads from `url`.
    public Verdict judge(Path root, String url, Path live) throws IOException, InterruptedException {
        List<String> wrong = new ArrayList<>();
        clean();
        replays.forget();
        long liveRows = attempt(wrong, "the live database", () -> Rows.check(live, true));
        List<Generation> generations = Generation.list(root);
        long acknowledged = highest(generations, wrong);
        Path restored = scratch.resolve("restored.db");
        long started = System.nanoTime();
        Lifeboat.Ended ended = lifeboat.run("restore", "-o", restored, url);
        long restoreMillis = (System.nanoTime() - started) / 1_000_000;
        long rows = 0;
        if (ended.status() != 0) {
            wrong.add("restore ended with " + ended.status() + ": "
                    + ended.output().strip());
        } else {
            rows = attempt(wrong, "the restore", () -> {
                Pages.requireSame("the restore", restored, replays.database(newest(generations)));
                return Rows.check(restored, true);
            });
            witness(root, generations, rows, wrong);
        }
        return new Verdict(
                rows,
                acknowledged,
                liveRows,
                generations.size(),
                generations.stream().mapToInt(each -> each.snapshots().size()).sum(),
                generations.stream().mapToInt(each -> each.segments().size()).sum(),
                restoreMillis,
                wrong);
    }

    /// The last row of each generation's newest state, by the independent replay; the generation that was written to
    /// last is at the end. Throws [DamageException] where one cannot be replayed.
    public Map<String, Long> rowsByGeneration(Path root) throws IOException {
        Map<String, Long> rows = new LinkedHashMap<>();
        for (Generation generation : Generation.list(root)) {
            if (!generation.isEmpty()) {
                rows.put(generation.name(), replays.rows(generation));
            }
        }
        return rows;
    }

    /// Judges what restores from `url` give against the newest generation alone: after a power cut the database may
    /// rightly be behind an older one (`CP-8`).
    public Verdict judgeNewest(Path root, String url, Path live) throws IOException, InterruptedException {
        Verdict verdict = judge(root, url, live);
        Map<String, Long> rows = rowsByGeneration(root);
        long newest = rows.isEmpty() ? 0 : List.copyOf(rows.values()).getLast();
        return new Verdict(
                verdict.restored(),
                newest,
                verdict.live(),
                verdict.generations(),
                verdict.snapshots(),
                verdict.segments(),
                verdict.restoreMillis(),
                verdict.wrong());
    }

    /// [#glance] at the newest generation alone.
    public Verdict glanceNewest(Path root, Path live) throws IOException {
        List<String> wrong = new ArrayList<>();
        long liveRows = attempt(wrong, "the live database", () -> Rows.check(live, false));
        Map<String, Long> rows = rowsByGeneration(root);
        long newest = rows.isEmpty() ? 0 : List.copyOf(rows.values()).getLast();
        return new Verdict(newest, newest, liveRows, rows.size(), 0, 0, 0, wrong);
    }

    /// The cheap judgement: independent replay, rows and chain, without any restorer. What an earlier look has replayed
    /// is not replayed again, as long as its objects are the same files; all rows are checked each time.
    public Verdict glance(Path root, Path live) throws IOException {
        List<String> wrong = new ArrayList<>();
        long liveRows = attempt(wrong, "the live database", () -> Rows.check(live, false));
        List<Generation> generations = Generation.list(root);
        long acknowledged = highest(generations, wrong);
        return new Verdict(acknowledged, acknowledged, liveRows, generations.size(), 0, 0, 0, wrong);
    }

    /// What is wrong with the newest generation as a whole, in one sentence: each of its segments is replayed from its
    /// oldest snapshot on, and that has to give the same pages as its newest snapshot with the rest. For after
    /// [#judge].
    public Optional<String> wholeChain(Path root) throws IOException {
        List<Generation> generations = Generation.list(root);
        Path whole = scratch.resolve("whole.db");
        try {
            Generation newest = newest(generations);
            new Replay(whole).follow(newest.fromOldestSnapshot());
            Pages.requireSame("the whole chain", whole, replays.database(newest));
            return Optional.empty();
        } catch (DamageException e) {
            return Optional.of(String.valueOf(e.getMessage()));
        } finally {
            Files.deleteIfExists(whole);
        }
    }

    private long highest(List<Generation> generations, List<String> wrong) {
        long highest = 0;
        for (Generation generation : generations) {
            if (!generation.isEmpty()) {
                highest = Math.max(
                        highest, attempt(wrong, "generation " + generation.name(), () -> replays.rows(generation)));
            }
        }
        return highest;
    }

    private static Generation newest(List<Generation> generations) throws DamageException {
        return generations.reversed().stream()
                .filter(generation -> !generation.isEmpty())
                .findFirst()
                .orElseThrow(() -> new DamageException("there is no generation"));
    }

    private void witness(Path root, List<Generation> generations, long rows, List<String> wrong)
            throws IOException, InterruptedException {
        if (script.isEmpty() || generations.isEmpty()) {
            return;
        }
        Path witnessed = scratch.resolve("witnessed.db");
        Path output = scratch.resolve("witness.log");
        String newest = generations.getLast().name();
        int status = new ProcessBuilder(script.get().toString(), root.toString(), witnessed.toString(), newest)
                .redirectErrorStream(true)
                .redirectOutput(output.toFile())
                .start()
                .waitFor();
        if (status != 0) {
            wrong.add("restore03.sh ended with " + status + ": "
                    + Files.readString(output).strip());
            return;
        }
        long witness = attempt(wrong, "restore03.sh's database", () -> Rows.check(witnessed, true));
        if (witness != rows) {
            wrong.add("restore03.sh gives " + witness + " rows, bin/lifeboat restore gives " + rows);
        }
    }

    /// Whether every object that the store acknowledged is still what was acknowledged, and none was written twice.
    /// Keys of which `mayChange` is a part are replaced rightly.
    public static List<String> checkLog(List<Log.Change> log, Path objects, String mayChange) throws IOException {
        Map<String, Log.Change> present = new TreeMap<>();
        List<String> wrong = new ArrayList<>();
        for (Log.Change change : log) {
            Log.Change before =
                    change.what().equals("delete") ? present.remove(change.path()) : present.put(change.path(), change);
            if (before != null
                    && !change.what().equals("delete")
                    && !change.path().contains(mayChange)) {
                wrong.add(change.path() + " was written twice");
            }
        }
        for (Log.Change change : present.values()) {
            Path file = objects.resolve(change.path());
            if (!Files.exists(file)) {
                wrong.add(change.path() + " was acknowledged and is gone");
            } else if (!sha256(file).equals(change.sha256())) {
                wrong.add(change.path() + " is not what was acknowledged");
            }
        }
        return wrong;
    }

    private static String sha256(Path file) throws IOException {
        try (InputStream in = Files.newInputStream(file)) {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            in.transferTo(new DigestOutputStream(OutputStream.nullOutputStream(), digest));
            return HexFormat.of().formatHex(digest.digest());
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    private void clean() throws IOException {
        Files.createDirectories(scratch);
        try (Stream<Path> files = Files.list(scratch)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                Files.delete(file);
            }
        }
    }

    private static long attempt(List<String> wrong, String what, Check check) {
        try {
            return check.rows();
        } catch (IOException e) {
            wrong.add(what + ": " + e.getMessage());
            return 0;
        }
    }

    private interface Check {
        long rows() throws IOException;
    }
}
