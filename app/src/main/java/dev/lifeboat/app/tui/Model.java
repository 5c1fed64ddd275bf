package dev.lifeboat.app.tui;

import com.googlecode.lanterna.TerminalSize;
import dev.lifeboat.runbooks.RunView;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// All that the screen shows, as one value. `stack` holds the way back, the screen in front last. `seen` is what the
/// dashboard knows, `requests` the number of the last request.
record Model(
        TerminalSize size,
        Instant now,
        Surroundings where,
        List<Place> stack,
        Optional<Overlay> overlay,
        Load<Msg.Answer.Seen> seen,
        Optional<Note> note,
        long requests) {
    static final int LEAST_COLUMNS = 80;
    static final int LEAST_ROWS = 24;

    Model {
        stack = List.copyOf(stack);
    }

    /// The last message, shown for some seconds.
    record Note(String text, Instant until) {
        static final Duration TIME = Duration.ofSeconds(8);
    }

    static Model start(Surroundings where, TerminalSize size, Instant now) {
        return new Model(
                size,
                now,
                where,
                List.of(Place.Dashboard.fresh()),
                Optional.empty(),
                Load.nothing(),
                Optional.empty(),
                0);
    }

    Place place() {
        return stack.getLast();
    }

    boolean isTooSmall() {
        return size.getColumns() < LEAST_COLUMNS || size.getRows() < LEAST_ROWS;
    }

    List<RunView> runs() {
        return seen.value().map(Msg.Answer.Seen::runs).orElse(List.of());
    }

    /// The databases, those in need first.
    List<DatabaseView> databases() {
        return seen.value()
                .map(found -> Needs.sorted(found.overview().databases()))
                .orElse(List.of());
    }

    List<Attention> attention() {
        return seen.value().map(Needs::attention).orElse(List.of());
    }

    Optional<DatabaseView> database(String name) {
        return databases().stream().filter(one -> one.name().equals(name)).findFirst();
    }

    Model withNow(Instant newNow) {
        return new Model(size, newNow, where, stack, overlay, seen, note, requests);
    }

    Model withSize(TerminalSize newSize) {
        return new Model(newSize, now, where, stack, overlay, seen, note, requests);
    }

    /// Replaces the screen in front.
    Model at(Place place) {
        List<Place> places = new ArrayList<>(stack);
        places.set(places.size() - 1, place);
        return withStack(places);
    }

    Model open(Place place) {
        List<Place> places = new ArrayList<>(stack);
        places.add(place);
        return withStack(places);
    }

    Model withStack(List<Place> places) {
        return new Model(size, now, where, places, overlay, seen, note, requests);
    }

    Model withOverlay(Overlay newOverlay) {
        return new Model(size, now, where, stack, Optional.of(newOverlay), seen, note, requests);
    }

    Model withoutOverlay() {
        return new Model(size, now, where, stack, Optional.empty(), seen, note, requests);
    }

    Model withSeen(Load<Msg.Answer.Seen> newSeen) {
        return new Model(size, now, where, stack, overlay, newSeen, note, requests);
    }

    Model withNote(String text) {
        return new Model(
                size, now, where, stack, overlay, seen, Optional.of(new Note(text, now.plus(Note.TIME))), requests);
    }

    Model withoutNote() {
        return new Model(size, now, where, stack, overlay, seen, Optional.empty(), requests);
    }

    /// The model in which the next request has been counted: its number is `requests()`.
    Model requesting() {
        return new Model(size, now, where, stack, overlay, seen, note, requests + 1);
    }
}
