package dev.lifeboat.app.tui;

import dev.lifeboat.engine.Problem;
import dev.lifeboat.runbooks.RunbookInfo;
import java.util.List;

/// Answers of effects find their place in the model, unless nobody wants them any more.
final class Loads {
    private Loads() {}

    static Next loaded(Model model, long request, Msg.Answer answer) {
        return switch (answer) {
            case Msg.Answer.Seen seen -> seen(model, request, seen);
            case Msg.Answer.PointsListed(var points) -> points(model, request, points);
            case Msg.Answer.RunbooksListed(var runbooks) -> runbooks(model, request, runbooks);
            case Msg.Answer.Planned(var plan) ->
                model.place() instanceof Place.Runbooks place && place.plan().wants(request)
                        ? Next.of(model.at(
                                RunbooksScreen.withPlan(place, place.plan().got(plan))))
                        : Next.of(model);
            case Msg.Answer.Rehearsed(var plan) ->
                model.place() instanceof Place.Runbooks place && place.plan().wants(request)
                        ? Next.of(model.at(RunbooksScreen.withPlan(
                                        place, place.plan().got(plan)))
                                .withoutNote()
                                .withOverlay(PlanText.dryRun(plan)))
                        : Next.of(model);
            case Msg.Answer.Started(var run) ->
                Update.openRun(model.withoutOverlay().withoutNote(), run);
            case Msg.Answer.Reported reported -> Next.of(report(model, request, reported.markdown()));
            case Msg.Answer.Done() -> Next.of(model);
        };
    }

    private static Next seen(Model model, long request, Msg.Answer.Seen seen) {
        if (!model.seen().wants(request)) {
            return Next.of(model);
        }
        boolean first = model.seen().value().isEmpty();
        Model fresh = model.withSeen(model.seen().got(seen));
        if (fresh.place() instanceof Place.Dashboard dashboard) {
            Model settled = fresh.at(DashboardScreen.settle(fresh, dashboard));
            boolean unfinished = first && !Needs.unfinished(seen.runs()).isEmpty();
            // Unfinished work comes first when the program starts (tui.md 6.10).
            return unfinished ? Next.of(settled.open(new Place.RunList(0))) : Next.of(settled);
        }
        return Next.of(fresh);
    }

    private static Next points(Model model, long request, Points.PointList points) {
        return model.place() instanceof Place.RestorePoints place
                        && place.points().wants(request)
                ? Next.of(model.at(
                        new Place.RestorePoints(place.database(), place.points().got(points), place.selected())))
                : Next.of(model);
    }

    private static Next runbooks(Model model, long request, List<RunbookInfo> runbooks) {
        if (!(model.place() instanceof Place.Runbooks place) || !place.list().wants(request)) {
            return Next.of(model);
        }
        int wanted = 0;
        for (int i = 0; i < runbooks.size(); i++) {
            if (runbooks.get(i).id().equals(place.wanted())) {
                wanted = i;
            }
        }
        Place.Runbooks listed = new Place.Runbooks(
                place.database(), place.wanted(), place.point(), place.list().got(runbooks), wanted, place.plan());
        return RunbooksScreen.plan(model, listed);
    }

    private static Model report(Model model, long request, String markdown) {
        return model.place() instanceof Place.Reading reading && reading.lines().wants(request)
                ? model.at(new Place.Reading(
                        reading.title(),
                        reading.run(),
                        reading.lines().got(markdown.lines().toList()),
                        reading.top()))
                : model;
    }

    /// A pane that waited for this shows it; anything else is told in a dialog.
    static Next failed(Model model, long request, Problem problem) {
        if (model.seen().wants(request)) {
            return Next.of(model.withSeen(model.seen().failed(problem)));
        }
        return switch (model.place()) {
            case Place.RestorePoints place
            when place.points().wants(request) ->
                Next.of(model.at(
                        new Place.RestorePoints(place.database(), place.points().failed(problem), place.selected())));
            case Place.Runbooks place
            when place.plan().wants(request) ->
                Next.of(model.at(RunbooksScreen.withPlan(place, place.plan().failed(problem))));
            case Place.Runbooks place
            when place.list().wants(request) ->
                Next.of(model.at(new Place.Runbooks(
                        place.database(),
                        place.wanted(),
                        place.point(),
                        place.list().failed(problem),
                        0,
                        place.plan())));
            case Place.Reading place
            when place.lines().wants(request) ->
                Next.of(model.at(new Place.Reading(
                        place.title(), place.run(), place.lines().failed(problem), place.top())));
            case Place.Player place ->
                Next.of(model.at(place.withOrdered(false)).withOverlay(Overlay.Text.of(problem)));
            default -> Next.of(model.withOverlay(Overlay.Text.of(problem)));
        };
    }
}
