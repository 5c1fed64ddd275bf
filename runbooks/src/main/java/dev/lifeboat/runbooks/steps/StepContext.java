package dev.lifeboat.runbooks.steps;

import dev.lifeboat.engine.event.EngineEvent;
import dev.lifeboat.engine.event.EventSink;
import dev.lifeboat.runbooks.Answer;
import dev.lifeboat.runbooks.DatabaseSpec;
import dev.lifeboat.runbooks.RunPlan;
import dev.lifeboat.runbooks.run.RunModel;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Locale;
import java.util.Optional;

/// All that a step is given. `runDirectory` is where the run keeps its files; `model` is what the journal says.
public record StepContext(
        RunPlan plan,
        RunModel model,
        Optional<Answer> answer,
        Path runDirectory,
        RunPlaces places,
        Progress progress,
        Notes notes,
        Clock clock) {
    public DatabaseSpec database() {
        return plan.request().database();
    }

    /// Whether the question of this step was answered with `choice`.
    public boolean answered(String choice) {
        return answer.map(said -> said.choice().equals(choice)).orElse(false);
    }

    /// Lets an engine's events become bars and evidence.
    public EventSink events() {
        return event -> {
            switch (event) {
                case EngineEvent.Progress bar ->
                    progress.bar(bar.part().name().toLowerCase(Locale.ROOT), bar.done(), bar.total(), bar.unit());
                case EngineEvent.Evidence found -> notes.fact(found.text());
                case EngineEvent.Warning found -> notes.warning(found.text());
            }
        };
    }
}
