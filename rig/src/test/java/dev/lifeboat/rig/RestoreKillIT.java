package dev.lifeboat.rig;

import dev.lifeboat.rig.campaign.Campaign;
import dev.lifeboat.rig.process.Lifeboat;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// R1: a restore that is killed at any call that changes something leaves no file or the whole one, never one
/// between, and nothing that could be taken for a database; the second run completes and removes what was left.
class RestoreKillIT {
    private static final int SHORT = 12;

    @TempDir
    Path scratch;

    private Lifeboat lifeboat;
    private Path out;
    private String url;
    private Path whole;
    private int without;

    @BeforeEach
    void setUp() throws Exception {
        Tool.assumeInstalled("strace");
        SmallReplica small = SmallReplica.make(scratch);
        lifeboat = small.lifeboat();
        url = small.url();
        out = Files.createDirectories(scratch.resolve("out"));
        whole = scratch.resolve("whole.db");
        lifeboat.run("restore", "-o", whole, url).orFail("restore");
    }

    @Test
    void r1KilledAtSomeOfItsCallsARestoreIsAllOrNothing() throws Exception {
        r1(Campaign.of("R1", 15), SHORT);
    }

    @Test
    @Tag("campaign")
    @Tag("R1")
    void r1KilledAtEveryCallARestoreIsAllOrNothing() throws Exception {
        r1(Campaign.of("R1", 5), Integer.getInteger("cycles", Integer.MAX_VALUE));
    }

    @Test
    @Tag("campaign")
    @Tag("R1")
    void r1KilledAtEveryCallARestoreOfManySegmentsIsAllOrNothing() throws Exception {
        from("v03-shop");
        r1(Campaign.of("R1-segments", 5), Integer.getInteger("cycles", Integer.MAX_VALUE));
    }

    @Test
    @Tag("campaign")
    @Tag("R1")
    void r1KilledAtEveryCallARestoreOfTheLtxFormatIsAllOrNothing() throws Exception {
        from("v05-levels");
        r1(Campaign.of("R1-ltx", 5), Integer.getInteger("cycles", Integer.MAX_VALUE));
    }

    private void from(String archive) throws Exception {
        url = "file://" + Archive.unpack(archive, scratch.resolve("archive"));
        Files.delete(whole);
        lifeboat.run("restore", "-o", whole, url).orFail("restore");
    }

    private void r1(Campaign campaign, int most) throws Exception {
        List<Calls.Call> all = observed().calls();
        campaign.expect(all.size() > 10, "the restore was seen: " + all.size() + " calls");
        Map<String, Integer> killed = new TreeMap<>();
        int survived = 0;
        for (Calls.Call call : chosen(all, most, campaign.seed())) {
            campaign.cycle();
            String where = call.name() + " " + call.ordinal() + " (" + shortened(call.text()) + ")";
            if (isKilledAt(call)) {
                killed.merge(call.name(), 1, Integer::sum);
            } else {
                survived++;
            }
            judge(campaign, where);
        }
        campaign.remark("calls " + all.size());
        campaign.remark("killed at " + killed);
        campaign.remark("not reached " + survived);
        campaign.remark("no file " + without + ", whole file " + (campaign.cycles() - without));
        campaign.expect(2 * survived < campaign.cycles(), "most calls are reached: " + survived + " were not");
        campaign.expect(killed.size() > 3, "kills at calls of several kinds");
        campaign.end();
    }

    private Calls observed() throws Exception {
        Path log = scratch.resolve("observed.log");
        traced(log, "-y", "-e", "trace=" + known());
        Files.delete(out.resolve("app.db"));
        return Calls.in(log, out);
    }

    private Lifeboat.Ended traced(Path log, String... further) throws Exception {
        List<String> strace = new ArrayList<>(List.of("strace", "-f", "-qq", "-o", log.toString()));
        strace.addAll(List.of(further));
        return lifeboat.with(Map.of(), strace.toArray(String[]::new))
                .runWithPrefix("restore", "-o", out.resolve("app.db"), url);
    }

    /// A question mark: a call that this architecture does not have is no error.
    private static String known() {
        return String.join(",", Calls.CHANGING.stream().map(each -> "?" + each).toList());
    }

    private boolean isKilledAt(Calls.Call call) throws Exception {
        return signalled(call, "SIGKILL").status() != 0;
    }

    private Lifeboat.Ended signalled(Calls.Call call, String signal) throws Exception {
        String injection = call.name() + ":signal=" + signal + ":when=" + call.ordinal();
        return traced(scratch.resolve("killed.log"), "-e", "trace=" + call.name(), "-e", "inject=" + injection);
    }

    /// RS-1: whoever is asked to end takes away what there is of the file.
    @Test
    void askedToEndAtSomeOfItsCallsARestoreLeavesNothingOrTheWholeFile() throws Exception {
        Campaign campaign = Campaign.of("R1-term", 5);
        for (Calls.Call call : chosen(observed().calls(), SHORT, campaign.seed())) {
            campaign.cycle();
            String where = call.name() + " " + call.ordinal();
            Lifeboat.Ended ended = signalled(call, "SIGTERM");
            campaign.expect(ended.status() == 143 || ended.status() == 0, where + ": it ends with " + ended.status());
            List<String> left = names();
            campaign.expect(left.isEmpty() || left.equals(List.of("app.db")), where + ": left " + left);
            judge(campaign, where);
        }
        campaign.remark("no file " + without);
        campaign.expect(without > 0, "some are ended before the file has its name");
        campaign.end();
    }

    /// One of each kind, the rest at random, in the order of the restore.
    private static List<Calls.Call> chosen(List<Calls.Call> all, int most, long seed) {
        if (all.size() <= most) {
            return all;
        }
        List<Calls.Call> mixed = new ArrayList<>(all);
        java.util.Collections.shuffle(mixed, new Random(seed));
        Map<String, Calls.Call> kinds = new LinkedHashMap<>();
        mixed.forEach(call -> kinds.putIfAbsent(call.name(), call));
        List<Calls.Call> wanted = Stream.concat(kinds.values().stream(), mixed.stream())
                .distinct()
                .limit(most)
                .toList();
        return all.stream().filter(wanted::contains).toList();
    }

    private void judge(Campaign campaign, String where) throws Exception {
        Path output = out.resolve("app.db");
        boolean isThere = Files.exists(output);
        without += isThere ? 0 : 1;
        if (isThere) {
            campaign.expect(Files.mismatch(output, whole) < 0, where + ": the file is another");
        }
        for (String name : names()) {
            boolean isOurs = name.equals("app.db") || name.startsWith(".app.db.lifeboat-restore-");
            campaign.expect(isOurs, where + ": left " + name);
        }
        Lifeboat.Ended second = lifeboat.run("restore", "-o", output, url);
        campaign.expect(second.status() == (isThere ? 5 : 0), where + ": the second run ends: " + second.output());
        campaign.expect(
                Files.exists(output) && Files.mismatch(output, whole) < 0, where + ": the second file is whole");
        campaign.expect(names().equals(List.of("app.db")), where + ": the second run leaves " + names());
        for (String name : names()) {
            delete(out.resolve(name));
        }
    }

    private List<String> names() throws IOException {
        try (Stream<Path> files = Files.list(out)) {
            return files.map(file -> file.getFileName().toString()).sorted().toList();
        }
    }

    private static void delete(Path path) throws IOException {
        try (Stream<Path> below = Files.walk(path)) {
            for (Path each : below.sorted(java.util.Comparator.reverseOrder()).toList()) {
                Files.delete(each);
            }
        }
    }

    private static String shortened(String text) {
        return text.length() > 160 ? text.substring(0, 160) + "…" : text;
    }
}
