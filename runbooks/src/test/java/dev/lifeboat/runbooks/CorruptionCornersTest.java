package dev.lifeboat.runbooks;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lifeboat.runbooks.local.LocalRuns;
import dev.lifeboat.runbooks.rig.Death;
import dev.lifeboat.runbooks.rig.FollowerMain;
import dev.lifeboat.runbooks.rig.Jvm;
import dev.lifeboat.runbooks.rig.Shop;
import dev.lifeboat.runbooks.worker.Owner;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What a run meets beside its straight way, over real processes and real files.
class CorruptionCornersTest {
    private static final Consent UNATTENDED = new Consent(true, Optional.of("shop"));
    private static final Pattern LOST = Pattern.compile("(\\d+) of (\\d+) commits of the saved -wal are newer");

    @TempDir
    Path root;

    /// RB-1, tui.md 6.10: a SIGKILL from outside in the restore, and one with the guard over the database.
    @Test
    void aWorkerThatSomebodyKilledIsLookedAtAfreshAndGoesOn() throws Exception {
        try (Shop shop = Shop.open(root, 500)) {
            shop.accident();
            LocalRuns restoring = shop.runs("hang:restore:after");
            RunId run = restoring.start(restoring.plan(shop.request(UNATTENDED)));
            killWhereItHangs(restoring, run, 1);
            assertThat(found(restoring, run))
                    .contains(
                            "live files: the old database is in place, sizes as when it was saved",
                            "saved set: 3 files",
                            "copy: 2",
                            "service: command writer is stopped, ran before the run",
                            "replicator: released");

            LocalRuns placing = shop.runs("hang:swap:guarded");
            placing.resume(run, Shop.ANNA);
            killWhereItHangs(placing, run, 2);
            assertThat(found(placing, run)).contains("live files: a guard is in its place", "both sets are whole");

            LocalRuns runs = shop.runs("never");
            runs.resume(run, Shop.ANNA);
            RunView view = over(runs, run);
            assertThat(view.state()).describedAs(view.evidence().toString()).isEqualTo(RunState.DONE);
            assertThat(runs.report(run)).contains("the kept set is the saved one byte for byte");
            assertThat(shop.integrity()).isEqualTo("ok");
        }
    }

    private static void killWhereItHangs(LocalRuns runs, RunId run, int time) throws Exception {
        Path directory = runs.show(run).directory();
        Shop.await(
                "the worker is there", () -> text(directory.resolve("log.txt")).split(Death.HANGS, -1).length > time);
        kill(Owner.read(directory).orElseThrow().pid());
        Shop.await("the worker is gone", () -> runs.show(run).state() == RunState.LOST);
    }

    private static String found(LocalRuns runs, RunId run) {
        return runs.show(run).question().orElseThrow().lines().toString();
    }

    @Test
    void theRunGoesOnWhenTheOneWhoWatchesItIsKilled() throws Exception {
        try (Shop shop = Shop.open(root, 500)) {
            shop.accident();
            LocalRuns runs = shop.runs("never");
            RunId run = runs.start(runs.plan(shop.request(Consent.none())));
            Path seen = root.resolve("seen");
            Process follower = new ProcessBuilder(Jvm.command(
                            FollowerMain.class, root.resolve("state").toString(), run.text()))
                    .redirectOutput(seen.toFile())
                    .redirectError(root.resolve("follower.log").toFile())
                    .start();
            Shop.await("the screen shows the question", () -> text(seen).contains("ASKING"));
            kill(follower.pid());
            follower.waitFor();

            Question question = runs.show(run).question().orElseThrow();
            runs.answer(run, new Answer(question.number(), "place", "shop", Shop.ANNA));
            assertThat(over(runs, run).state()).isEqualTo(RunState.DONE);
        }
    }

    /// A consent that was given beforehand covers the swap, not another point.
    @Test
    void aRedProofOffersAnOlderPointAndNeverTakesItByItself() throws Exception {
        try (Shop shop = Shop.open(root, 500)) {
            shop.accident();
            LocalRuns runs = shop.runs("prove:red");
            RunId run = runs.start(runs.plan(shop.request(UNATTENDED)));
            RunView view = over(runs, run);
            assertThat(view.state()).isEqualTo(RunState.ASKING);
            Question question = view.question().orElseThrow();
            assertThat(question.kind()).isEqualTo(Question.Kind.ANOTHER_POINT);
            assertThat(question.lines().toString()).contains("integrity_check: row 7 missing");
            Question.Choice older = question.choices().stream()
                    .filter(choice -> choice.id().startsWith("use:"))
                    .findFirst()
                    .orElseThrow();
            assertThat(older.safe()).isFalse();

            runs.answer(run, new Answer(question.number(), older.id(), "", Shop.ANNA));
            Shop.await("the answer is heard", () -> !runs.show(run).question().equals(Optional.of(question)));
            RunView done = over(runs, run);
            assertThat(done.state()).describedAs(done.evidence().toString()).isEqualTo(RunState.DONE);
            assertThat(runs.report(run))
                    .contains("restored point: `" + older.id().substring("use:".length()) + "`", "proof: AMBER")
                    .containsPattern(LOST);
        }
    }

    /// Nobody replicates: the run says so, and what the saved `-wal` has and no store has is counted.
    @Test
    void whatADeadReplicatorDidNotStoreIsCountedAndKept() throws Exception {
        try (Shop shop = Shop.open(root, 500)) {
            shop.killReplicator();
            int stored = shop.ledger().size();
            Shop.await("more is written", () -> shop.ledger().size() > stored + 30);
            shop.accident();
            LocalRuns runs = shop.runs("never");
            RunId run = runs.start(runs.plan(shop.request(Consent.none())));
            Shop.await("the run asks", () -> runs.show(run).question().isPresent());
            List<Long> ledger = shop.ledger();
            Question question = runs.show(run).question().orElseThrow();
            assertThat(question.lines().toString()).containsPattern(LOST);
            runs.answer(run, new Answer(question.number(), "place", "shop", Shop.ANNA));
            RunView view = over(runs, run);
            assertThat(view.state()).describedAs(view.evidence().toString()).isEqualTo(RunState.DONE);

            String report = runs.report(run);
            assertThat(report).contains("no replicator of ours listens: this database is not covered now");
            Matcher lost = LOST.matcher(report);
            assertThat(lost.find()).describedAs(report).isTrue();
            Path saved = shop.database().resolveSibling(".lifeboat-" + run).resolve("saved");
            assertThat(saved.resolve("shop.db-wal")).exists();
            // The application numbers on from what it finds, so a number that was lost may come again: what was lost
            // is counted from the newest row that the restored state had.
            long kept = restoredRows(report);
            long before = ledger.getLast();
            assertThat(Long.parseLong(lost.group(1))).isBetween(before - kept, before - kept + 1);
            assertThat(before - kept).isGreaterThan(20);
        }
    }

    /// An application that checkpoints by itself begins its WAL anew once the replicator is gone.
    @Test
    void aWalThatBeganAfterTheReplicatorDiedIsNewerAsAWhole() throws Exception {
        try (Shop shop = Shop.open(root, 500)) {
            shop.killReplicator();
            shop.beginWalAnew();
            int before = shop.ledger().size();
            Shop.await("more is written", () -> shop.ledger().size() > before + 30);
            shop.accident();
            LocalRuns runs = shop.runs("never");
            RunId run = runs.start(runs.plan(shop.request(UNATTENDED)));
            RunView view = over(runs, run);
            assertThat(view.state()).describedAs(view.evidence().toString()).isEqualTo(RunState.DONE);
            Matcher lost = LOST.matcher(runs.report(run));
            assertThat(lost.find()).describedAs(runs.report(run)).isTrue();
            assertThat(lost.group(1)).isEqualTo(lost.group(2));
            assertThat(Long.parseLong(lost.group(1))).isGreaterThan(30);
            assertThat(runs.report(run)).doesNotContain("times more");
        }
    }

    private static long restoredRows(String report) {
        Matcher row = Pattern.compile("\\| visits \\| [^|]+ \\| (\\d+) \\|").matcher(report);
        assertThat(row.find()).describedAs(report).isTrue();
        return Long.parseLong(row.group(1));
    }

    @Test
    void aSoundDatabaseIsAReasonToAskFirstAndAnAbortedRunSaysWhatStandsStill() throws Exception {
        try (Shop shop = Shop.open(root, 500)) {
            askedWhetherAtAll(shop);
            shop.accident();
            LocalRuns runs = shop.runs("never");
            RunId run = runs.start(runs.plan(shop.request(Consent.none())));
            Shop.await("the run asks", () -> runs.show(run).question().isPresent());
            runs.abort(run, Shop.ANNA);
            Shop.await("the run is over", () -> runs.show(run).state().isEnded());
            assertThat(runs.show(run).state()).isEqualTo(RunState.ABORTED);
            assertThat(runs.show(run).safeNow())
                    .isEqualTo("live files untouched, services and replication stay stopped, saved set kept.");
            assertThat(shop.isApplicationRunning()).isFalse();

            runs.undo(run, Shop.ANNA);
            Shop.await("the run is undone", () -> runs.show(run).state() == RunState.UNDONE);
            assertThat(runs.show(run).safeNow())
                    .isEqualTo("everything is as it was before the run, the saved set is in .lifeboat-" + run + ".");
            assertThat(shop.isApplicationRunning()).isTrue();
        }
    }

    /// It stands still with the order unread, and dies.
    @Test
    void anOrderThatADyingWorkerDidNotHearIsCarriedOutByTheNextOne() throws Exception {
        try (Shop shop = Shop.open(root, 50)) {
            LocalRuns runs = shop.runs("never");
            RunId run = runs.start(runs.plan(shop.request(Consent.none())));
            RunView asking = over(runs, run);
            assertThat(asking.state()).isEqualTo(RunState.ASKING);
            long worker = Owner.read(asking.directory()).orElseThrow().pid();
            signal("-STOP", worker);

            FutureTask<Boolean> undo = new FutureTask<>(() -> runs.undo(run, Shop.ANNA), true);
            Thread asks = Thread.ofPlatform().daemon(true).start(undo);
            Shop.await(
                    "the order waits for its answer",
                    () -> Stream.of(asks.getStackTrace())
                            .anyMatch(frame -> frame.getMethodName().equals("readLine")));
            kill(worker);
            assertThat(undo.get(60, TimeUnit.SECONDS)).isTrue();
            Shop.await("the run is undone", () -> runs.show(run).state() == RunState.UNDONE);
        }
    }

    @Test
    void aReportThatCannotBeWrittenDoesNotHoldUpTheEnd() throws Exception {
        try (Shop shop = Shop.open(root, 50)) {
            LocalRuns runs = shop.runs("never");
            RunId run = runs.start(runs.plan(shop.request(Consent.none())));
            RunView asking = over(runs, run);
            Files.createDirectories(asking.directory().resolve("report.md.next/in the way"));

            runs.abort(run, Shop.ANNA);
            Shop.await("the run is over", () -> runs.show(run).state() == RunState.ABORTED);
            assertThat(runs.report(run)).contains("corruption of shop, aborted");
            assertThat(text(asking.directory().resolve("log.txt"))).contains("the report is not written");
        }
    }

    private static void askedWhetherAtAll(Shop shop) throws Exception {
        LocalRuns runs = shop.runs("never");
        RunId run = runs.start(runs.plan(shop.request(Consent.none())));
        RunView view = over(runs, run);
        Question question = view.question().orElseThrow();
        assertThat(question.kind()).isEqualTo(Question.Kind.NO_REASON);
        Question.Choice first = question.choices().getFirst();
        assertThat(first.safe()).isTrue();

        runs.answer(run, new Answer(question.number(), first.id(), "", Shop.ANNA));
        Shop.await("the run is over", () -> runs.show(run).state().isEnded());
        assertThat(runs.show(run).state()).isEqualTo(RunState.ABORTED);
        assertThat(runs.show(run).safeNow()).isEqualTo("live files untouched.");
        assertThat(shop.isApplicationRunning()).isTrue();
    }

    @Test
    void withoutAReplicaTheRunDoesNotBegin() throws Exception {
        try (Shop shop = Shop.openWithoutApplication(root, 50)) {
            LocalRuns runs = shop.runs("never");
            DatabaseSpec bare = DatabaseSpec.of("shop", shop.database(), List.of());
            RunPlan plan =
                    runs.plan(new RunRequest("corruption", bare, new PointChoice.Newest(), Consent.none(), Shop.ANNA));
            assertThat(plan.obstacle().orElseThrow().text()).contains("no replica is configured");
        }
    }

    private static RunView over(LocalRuns runs, RunId run) {
        Shop.await("the run is over or asks", () -> {
            RunState state = runs.show(run).state();
            return state.isEnded() || state == RunState.FAILED || state == RunState.ASKING;
        });
        return runs.show(run);
    }

    private static void kill(long pid) throws IOException, InterruptedException {
        signal("-9", pid);
    }

    private static void signal(String signal, long pid) throws IOException, InterruptedException {
        assertThat(new ProcessBuilder("kill", signal, Long.toString(pid))
                        .start()
                        .waitFor())
                .isZero();
    }

    private static String text(Path file) {
        try {
            return Files.exists(file) ? Files.readString(file) : "";
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
