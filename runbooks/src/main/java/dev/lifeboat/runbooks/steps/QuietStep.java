package dev.lifeboat.runbooks.steps;

import com.google.gson.JsonObject;
import dev.lifeboat.engine.Problem;
import dev.lifeboat.engine.ProblemCode;
import dev.lifeboat.engine.ProblemException;
import dev.lifeboat.engine.fileset.FileSet;
import dev.lifeboat.engine.fileset.Holder;
import dev.lifeboat.engine.fileset.Holders;
import dev.lifeboat.runbooks.RunPlan;
import dev.lifeboat.runbooks.run.Outcome;
import dev.lifeboat.runbooks.run.Preparation;
import dev.lifeboat.runbooks.run.RunModel;
import dev.lifeboat.runbooks.run.Standing;
import dev.lifeboat.runbooks.run.UndoOutcome;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.locks.LockSupport;

/// `quiet`: proves that nobody has the file set open, by device and inode (RB-5). No answer is no proof.
///
/// It is the moment's answer; whoever touches the live files later asks again (RB-6).
final class QuietStep implements Step {
    /// A process that was told to stop may still be closing its files.
    private static final Duration PATIENCE = Duration.ofSeconds(5);

    private static final Duration BETWEEN_LOOKS = Duration.ofMillis(100);

    private final StepTools tools;

    QuietStep(StepTools tools) {
        this.tools = tools;
    }

    @Override
    public StepPlan plan(PlanContext context) {
        return StepPlan.of(
                "",
                StepPlan.Changes.NOTHING,
                Duration.ofSeconds(1),
                List.of("look for holders of " + context.places().name() + ", -wal, -shm in /proc by inode"));
    }

    @Override
    public Preparation prepare(StepContext context) {
        return new Preparation.Ready(new JsonObject());
    }

    @Override
    public Outcome act(StepContext context) throws IOException {
        requireQuiet(tools, context);
        return new Outcome.Done(new JsonObject(), "no writer left");
    }

    static void requireQuiet(StepTools tools, StepContext context) throws IOException {
        FileSet set = new FileSet(context.places().database());
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        Holders found = tools.holders().scan(set);
        while (found instanceof Holders.Held && System.nanoTime() < deadline) {
            LockSupport.parkNanos(BETWEEN_LOOKS.toNanos());
            found = tools.holders().scan(set);
        }
        switch (found) {
            case Holders.None none -> {
                context.notes().fact("nobody has " + set.name() + " or its side files open");
                none.reservations().forEach(context.notes()::fact);
            }
            case Holders.Held(List<Holder> holders) -> throw new ProblemException(held(set, holders));
            case Holders.Unknown(String reason) -> throw new ProblemException(unknown(set, reason));
        }
    }

    private static Problem held(FileSet set, List<Holder> holders) {
        Problem problem =
                Problem.of(ProblemCode.UNSAFE, holders.size() + " processes still have " + set.name() + " open");
        for (Holder holder : holders) {
            problem = problem.withDetail(holder + " has " + holder.file());
        }
        return problem.withSafe("live files untouched").withNext("stop them, then try again");
    }

    private static Problem unknown(FileSet set, String reason) {
        return Problem.of(ProblemCode.UNSAFE, "whether anybody has " + set.name() + " open cannot be told")
                .withDetail(reason)
                .withSafe("live files untouched")
                .withNext("run this as root, then try again");
    }

    @Override
    public Standing observe(StepContext context) {
        return Standings.repeatable(context.model(), "quiet");
    }

    @Override
    public UndoOutcome undo(StepContext context) {
        return new UndoOutcome.Undone("nothing to undo");
    }

    @Override
    public String safeNow(RunPlan plan, RunModel model) {
        return "live files untouched, services stopped.";
    }

    @Override
    public String undoText(RunPlan plan, RunModel model) {
        return "";
    }
}
