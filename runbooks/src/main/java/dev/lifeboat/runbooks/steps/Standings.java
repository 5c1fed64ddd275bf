package dev.lifeboat.runbooks.steps;

import dev.lifeboat.runbooks.run.RunModel;
import dev.lifeboat.runbooks.run.Standing;
import dev.lifeboat.runbooks.run.StepId;
import dev.lifeboat.runbooks.run.StepRecord;

/// What most steps say after an interruption.
final class Standings {
    private Standings() {}

    /// A step that did not come to its end is done again, which costs time and nothing else; one that did holds.
    static Standing repeatable(RunModel model, String step) {
        StepRecord record = model.step(new StepId(step));
        return record.status() == StepRecord.Status.DONE
                ? asRecorded(record)
                : new Standing.NotDone(step + " did not come to its end and is done again");
    }

    static Standing asRecorded(StepRecord record) {
        return new Standing.Done(record.post(), record.summary());
    }

    /// Whether a later step took over what this one left: its postcondition is no longer meant to hold.
    static boolean overtakenBy(RunModel model, String later) {
        return model.step(new StepId(later)).touched();
    }
}
