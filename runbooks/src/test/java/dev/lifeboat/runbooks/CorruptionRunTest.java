package dev.lifeboat.runbooks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lifeboat.engine.ProblemException;
import dev.lifeboat.engine.fileset.FileSet;
import dev.lifeboat.engine.fileset.Hashes;
import dev.lifeboat.runbooks.local.LocalRuns;
import dev.lifeboat.runbooks.rig.Shop;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// The whole runbook over real processes and real files.
class CorruptionRunTest {
    private static final Consent UNATTENDED = new Consent(true, Optional.of("shop"));
    /// A swap of three files has at least so many acts.
    private static final int SWAP_ACTS = 13;

    @Test
    void anUnattendedRunBringsBackEverythingThatWasAcknowledgedAndTakesItAllBackOnRequest(@TempDir Path root)
            throws Exception {
        try (Shop shop = Shop.open(root, 2000)) {
            shop.accident();
            LocalRuns runs = shop.runs("never");
            RunPlan plan = runs.plan(shop.request(UNATTENDED));
            assertThat(plan.obstacle()).isEmpty();
            RunId run = runs.start(plan);
            Map<RunState, String> reports = new ConcurrentHashMap<>();
            Runs.Following following = runs.follow(run, now -> noteReport(now, reports));
            RunView view = over(runs, run);
            assertThat(view.state()).describedAs(describe(view)).isEqualTo(RunState.DONE);
            Shop.await("who follows hears of the end", () -> reports.containsKey(RunState.DONE));
            assertRecovered(shop);
            assertThat(runs.report(run))
                    .contains("proof: GREEN", "| orders | ", "every commit of the saved -wal is in the restored state")
                    .contains("command writer stopped")
                    .doesNotContain("\\u000a", "java -cp");
            assertThat(view.safeNow()).isEqualTo("new database in place, old set kept in .lifeboat-" + run + "/live.");

            runs.undo(run, Shop.ANNA);
            Shop.await("the undo has begun", () -> runs.show(run).state() != RunState.DONE);
            RunView undone = over(runs, run);
            assertThat(undone.state()).describedAs(describe(undone)).isEqualTo(RunState.UNDONE);
            assertThat(runs.report(run))
                    .contains("the old set is back byte for byte: shop.db, shop.db-shm, shop.db-wal");
            assertThat(shop.isApplicationRunning()).isTrue();
            Shop.await("who follows hears of the undo", () -> reports.containsKey(RunState.UNDONE));
            following.close();
            String head = "# Run " + run + ": corruption of shop, ";
            assertThat(reports)
                    .as("report.md when somebody hears of an end")
                    .containsExactlyInAnyOrderEntriesOf(
                            Map.of(RunState.DONE, head + "done", RunState.UNDONE, head + "undone"));
        }
    }

    private static void noteReport(RunView view, Map<RunState, String> reports) {
        if (view.state().isEnded()) {
            reports.computeIfAbsent(
                    view.state(), _ -> firstLine(view.directory().resolve("report.md")));
        }
    }

    private static String firstLine(Path file) {
        try {
            return Files.exists(file) ? Files.readAllLines(file).getFirst() : "there is none";
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// RB-1: whatever the worker was doing, the end is the same.
    @Tag("campaign")
    @ParameterizedTest
    @MethodSource("deaths")
    void aRunWhoseWorkerWasKilledEndsAsIfItHadNotBeen(String death, @TempDir Path root) throws Exception {
        try (Shop shop = Shop.open(root, 500)) {
            shop.accident();
            LocalRuns mortal = shop.runs(death);
            RunId run = mortal.plan(shop.request(UNATTENDED)).run();
            try {
                run = mortal.start(mortal.plan(shop.request(UNATTENDED)));
            } catch (ProblemException e) {
                // It may die before anybody has seen it listening.
                run = mortal.list().getFirst().run();
            }
            RunId started = run;
            Shop.await("the worker is dead", () -> mortal.show(started).state() == RunState.LOST);

            LocalRuns runs = shop.runs("never");
            runs.resume(started, Shop.ANNA);
            RunView view = over(runs, started);
            assertThat(view.state()).describedAs(describe(view)).isEqualTo(RunState.DONE);
            assertRecovered(shop);
            assertThat(runs.report(started)).contains("the kept set is the saved one byte for byte");
        }
    }

    /// Every place between two acts. The two that the issue names are killed in every build, see CorruptionCornersTest.
    static List<String> deaths() {
        List<String> all = new ArrayList<>(List.of("look:after", "stop:before", "stop:after", "quiet:after"));
        all.addAll(List.of("save:after", "choose:after", "restore:before", "restore:after", "prove:after"));
        all.add("place:before");
        IntStream.rangeClosed(1, SWAP_ACTS).forEach(act -> all.add("swap:" + act));
        all.addAll(List.of("place:after", "start:after", "health:after", "resume:after", "report:after"));
        return all;
    }

    @Test
    void theNameIsAskedForAndAnOldOrWrongAnswerIsRefused(@TempDir Path root) throws Exception {
        try (Shop shop = Shop.open(root, 500)) {
            shop.accident();
            LocalRuns runs = shop.runs("never");
            RunId run = runs.start(runs.plan(shop.request(Consent.none())));
            Shop.await("the run asks", () -> runs.show(run).question().isPresent());
            RunView asking = runs.show(run);
            Question question = asking.question().orElseThrow();
            assertThat(question.kind()).describedAs(describe(asking)).isEqualTo(Question.Kind.PLACE);
            assertThat(question.level()).isEqualTo(3);
            assertThat(asking.current()).isEqualTo(6);
            List<Hashes.Entry> before = Hashes.of(new FileSet(shop.database()));

            assertThatThrownBy(() -> runs.answer(run, answer(question.number(), "place", "Shop")))
                    .isInstanceOf(ProblemException.class)
                    .hasMessageContaining("exact case");
            assertThatThrownBy(() -> runs.answer(run, answer(question.number() - 1, "place", "shop")))
                    .isInstanceOf(ProblemException.class)
                    .hasMessageContaining("no longer open");
            assertThatThrownBy(() -> runs.start(runs.plan(shop.request(Consent.none()))))
                    .isInstanceOf(ProblemException.class)
                    .hasMessageContaining("run " + run);
            assertThat(Hashes.of(new FileSet(shop.database()))).isEqualTo(before);

            runs.answer(run, answer(question.number(), "place", "shop"));
            RunView view = over(runs, run);
            assertThat(view.state()).describedAs(describe(view)).isEqualTo(RunState.DONE);
            assertRecovered(shop);
        }
    }

    @Tag("campaign")
    @Test
    void anUndoWhoseWorkerWasKilledIsFinishedByTheNextOne(@TempDir Path root) throws Exception {
        try (Shop shop = Shop.open(root, 500)) {
            shop.accident();
            LocalRuns runs = shop.runs("never");
            RunId run = runs.start(runs.plan(shop.request(UNATTENDED)));
            assertThat(over(runs, run).state()).isEqualTo(RunState.DONE);
            shop.runs("place:undo-after").undo(run, Shop.ANNA);
            Shop.await("the worker is dead", () -> runs.show(run).state() == RunState.LOST);
            runs.resume(run, Shop.ANNA);
            RunView view = over(runs, run);
            assertThat(view.state()).describedAs(describe(view)).isEqualTo(RunState.UNDONE);
            assertThat(runs.report(run)).contains("the old set is back byte for byte");
        }
    }

    @Tag("campaign")
    @Test
    void anUndoBeforeTheSwapStartsTheShopAgainOnTheOldFiles(@TempDir Path root) throws Exception {
        try (Shop shop = Shop.open(root, 500)) {
            shop.accident();
            LocalRuns runs = shop.runs("never");
            RunId run = runs.start(runs.plan(shop.request(Consent.none())));
            Shop.await("the run asks", () -> runs.show(run).question().isPresent());
            runs.undo(run, Shop.ANNA);
            RunView view = over(runs, run);
            assertThat(view.state()).describedAs(describe(view)).isEqualTo(RunState.UNDONE);
            assertThat(shop.isApplicationRunning()).isTrue();
            assertThat(shop.database().resolveSibling(".lifeboat-" + run + "/copy"))
                    .doesNotExist();
        }
    }

    /// Every order that the application committed and the replica had is there; the application writes on.
    private static void assertRecovered(Shop shop) throws Exception {
        int written = shop.ledger().size();
        Shop.await("the application writes again", () -> shop.ledger().size() > written);
        assertThat(shop.integrity()).isEqualTo("ok");
        // The application writes on: what it has noted before the look has to be there, not what comes after.
        List<Long> noted = shop.ledger();
        assertThat(shop.visits()).containsAll(noted);
        assertThat(Files.readString(shop.root().resolve("replicator.log"))).doesNotContain("ERROR");
    }

    private static Answer answer(int question, String choice, String typed) {
        return new Answer(question, choice, typed, Shop.ANNA);
    }

    private static RunView over(LocalRuns runs, RunId run) throws IOException {
        Shop.await("the run is over", () -> {
            RunState state = runs.show(run).state();
            return state.isEnded() || state == RunState.FAILED || state == RunState.ASKING;
        });
        return runs.show(run);
    }

    private static String describe(RunView view) {
        StringBuilder text = new StringBuilder(view.state() + " " + view.stateText() + "\n");
        view.lines().forEach(line -> text.append(line).append('\n'));
        view.evidence().forEach(line -> text.append(line).append('\n'));
        return text.append(view.question()).toString();
    }
}
