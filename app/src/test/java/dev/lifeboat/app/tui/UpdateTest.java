package dev.lifeboat.app.tui;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lifeboat.runbooks.RunState;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/// What keys do, screen by screen.
class UpdateTest {
    private static Next key(Model model, String key) {
        return Update.update(model.withNow(model.now().plusMillis(500)), new Msg.Key(Keys.named(key)));
    }

    private static Optional<Effect.Deed> deed(Next next) {
        return next.effects().stream()
                .filter(Effect.Deed.class::isInstance)
                .map(Effect.Deed.class::cast)
                .findFirst();
    }

    @Test
    void theWorstThingHasTheFocusUntilSomebodyMoves() {
        Model model = Samples.dashboard();
        assertThat(model.place()).isEqualTo(new Place.Dashboard(true, "legacy", 0, false));
        Model moved = Samples.press(model, "Tab", "j");
        Model again = Loads.loaded(Update.look(moved).model(), 2, Samples.seen(List.of()))
                .model();
        assertThat(DashboardScreen.chosen(again, (Place.Dashboard) again.place()))
                .contains("billing");
    }

    @Test
    void arrowsAloneReachEveryRowOfTheDashboard() {
        Model model = Samples.press(Samples.dashboard(), "Up", "Up", "Up", "Up");
        assertThat(DashboardScreen.chosen(model, (Place.Dashboard) model.place()))
                .contains("legacy");
        Model down = Samples.press(model, "Down", "Down", "Down", "Down");
        assertThat(((Place.Dashboard) down.place()).inAttention()).isTrue();
    }

    @Test
    void enterOnTheDamagedDatabaseOpensItsRunbook() {
        Next next = key(Samples.dashboard(), "Enter");
        assertThat(next.model().place()).isInstanceOfSatisfying(Place.Runbooks.class, place -> {
            assertThat(place.database()).isEqualTo("legacy");
            assertThat(place.wanted()).isEqualTo("corruption");
        });
    }

    @Test
    void enterAloneDoesNotStartARun() {
        Model dialog = Samples.press(FramesTest.runbooks(), "Enter");
        Next pressed = key(dialog, "Enter");
        assertThat(deed(pressed)).isEmpty();
        assertThat(pressed.model().overlay()).isEmpty();
    }

    @Test
    void anArrowAndEnterStartTheRunThatWasShown() {
        Model dialog = Samples.press(FramesTest.runbooks(), "Enter", "Right");
        assertThat(deed(key(dialog, "Enter")))
                .hasValueSatisfying(
                        deed -> assertThat(((Effect.StartRun) deed).plan()).isEqualTo(Samples.plan()));
    }

    @Test
    void aKeyWithinThreeHundredMillisecondsOfADialogIsDropped() {
        Model dialog = Samples.press(FramesTest.runbooks(), "Enter");
        Model early = dialog.withNow(dialog.now().plusMillis(299));
        assertThat(Update.update(early, new Msg.Key(Keys.named("Right")))
                        .model()
                        .overlay())
                .isEqualTo(dialog.overlay());
        assertThat(Ticks.next(early)).isEqualTo(dialog.now().plusMillis(300));
    }

    @Test
    void theNameMustBeTypedInExactCaseBeforeAnythingIsPutInPlace() {
        Model asked = FramesTest.confirmation();
        assertThat(deed(key(asked, "Enter"))).isEmpty();
        assertThat(deed(key(Samples.press(asked, "L", "e", "g", "a", "c", "y"), "Enter")))
                .isEmpty();
        Model typed = Samples.press(asked, "l", "e", "g", "a", "c", "y");
        assertThat(deed(key(typed, "Enter")))
                .contains(new Effect.AnswerRun(typed.requests() + 1, Samples.RUN, 3, "place", "legacy"));
        assertThat(deed(key(Samples.press(typed, "Down", "Right"), "Enter"))).isPresent();
        assertThat(deed(key(Samples.press(typed, "Down"), "Enter"))).isEmpty();
    }

    @Test
    void aPastedNameIsRefused() {
        Model asked = FramesTest.confirmation();
        Model pasted = Update.update(asked.withNow(asked.now().plusSeconds(1)), new Msg.Paste("legacy"))
                .model();
        assertThat(Forms.current(pasted).orElseThrow().typed()).isEmpty();
        assertThat(pasted.note()).isPresent();
    }

    @Test
    void escapeStaysAndTheQuestionCanBeShownAgain() {
        Model stayed = Samples.press(FramesTest.confirmation(), "Esc");
        assertThat(Forms.current(stayed)).isEmpty();
        Model news = PlayerScreen.changed(
                stayed, Samples.RUN, Samples.run(6, RunState.ASKING, Optional.of(Samples.place())));
        assertThat(Forms.current(news)).isEmpty();
        assertThat(Forms.current(Samples.press(news, "Enter"))).isPresent();
    }

    @Test
    void aConfirmationThatNobodyTouchesForTenMinutesClosesToItsSafeAnswer() {
        Model asked = FramesTest.confirmation();
        Model later = asked.withNow(asked.now().plus(Duration.ofMinutes(10)).plusMillis(1));
        assertThat(Forms.current(Update.update(later, new Msg.Tick()).model())).isEmpty();
    }

    @Test
    void anAnswerThatNobodyWaitsForAnyMoreIsDropped() {
        Model left = Samples.press(Samples.dashboard(), "t", "Esc");
        Next late = Update.update(left, new Msg.Loaded(2, new Msg.Answer.PointsListed(Samples.points(3))));
        assertThat(late.model()).isEqualTo(left);
    }

    @Test
    void leavingThePlayerStopsNothing() {
        Next left = key(FramesTest.player(4), "q");
        assertThat(left.effects()).noneMatch(Effect.Deed.class::isInstance);
        assertThat(left.model().place()).isInstanceOf(Place.Dashboard.class);
    }

    @Test
    void takingBackWhatIsInPlaceAsksForTheName() {
        Model done = Samples.player(Samples.run(9, RunState.DONE, Optional.empty()));
        Model asked = Samples.press(done, "u");
        assertThat(Forms.current(asked).orElseThrow().name()).contains("legacy");
        Model before = Samples.press(FramesTest.player(4), "u");
        assertThat(Forms.current(before).orElseThrow().name()).isEmpty();
    }

    @Test
    void lostWritesAndFilesAreReadBesideTheNameThatIsHalfTyped() {
        Model typed = Samples.press(FramesTest.confirmation(), "l", "e", "g");
        for (String key : List.of("F2", "F3")) {
            Model reading = Samples.press(typed, key);
            assertThat(reading.overlay()).containsInstanceOf(Overlay.Text.class);
            Model back = Samples.press(reading, "Esc");
            assertThat(Forms.current(back).orElseThrow().typed()).isEqualTo("leg");
        }
    }

    @Test
    void everyLineOfAConfirmationStandsInItsFullText() {
        Model reading = Samples.press(FramesTest.confirmation(), "F3");
        String text = String.join("\n", ((Overlay.Text) reading.overlay().orElseThrow()).lines());
        Samples.place().lines().forEach(fact -> assertThat(text).contains(fact.text()));
    }

    @Test
    void aDryRunAsksForAPlanAndChangesNothing() {
        Next asked = key(FramesTest.runbooks(), "D");
        assertThat(asked.effects()).singleElement().isInstanceOf(Effect.DryRun.class);
        Next shown = Loads.loaded(asked.model(), asked.model().requests(), new Msg.Answer.Rehearsed(Samples.plan()));
        assertThat(shown.effects()).isEmpty();
        String text = String.join("\n", ((Overlay.Text) shown.model().overlay().orElseThrow()).lines());
        Samples.plan()
                .lines()
                .forEach(line ->
                        line.operations().forEach(operation -> assertThat(text).contains(operation)));
    }

    @Test
    void timesInTextsEndWithTheirMilliseconds() {
        assertThat(Figures.brief("copy of 2026-11-20T13:17:31.902123456Z"))
                .isEqualTo("copy of 2026-11-20T13:17:31.902Z");
        assertThat(Figures.brief("13:57:58.000Z and 13:57:58Z")).isEqualTo("13:57:58Z and 13:57:58Z");
    }

    @Test
    void aPathGivesWayToItsLastPartWhereThereIsNoRoomForIt() {
        String text = "command /opt/lifeboat/bin/lifeboat, fence";
        assertThat(Figures.fitting(text, 60)).isEqualTo(text);
        assertThat(Figures.fitting(text, 30)).isEqualTo("command lifeboat, fence");
        assertThat(Figures.fitting("replica file:///mnt/backups/shop ok", 20)).isEqualTo("replica shop ok");
    }

    @Test
    void findingsOfSeveralLinesStandInOneRow() {
        assertThat(Figures.oneLine("quick_check: *** in database main ***\nTree 9 page 277: bad\nTree 9: worse"))
                .isEqualTo("quick_check: Tree 9 page 277: bad; Tree 9: worse");
    }
}
