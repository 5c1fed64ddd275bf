package dev.lifeboat.engine.restore;

import dev.lifeboat.engine.PageSize;
import dev.lifeboat.engine.Position;
import dev.lifeboat.engine.backup.Backup;
import dev.lifeboat.engine.backup.History;
import dev.lifeboat.engine.backup.RestorePlan;
import dev.lifeboat.engine.backup.RestorePoint;
import dev.lifeboat.engine.event.EngineEvent.Part;
import dev.lifeboat.engine.event.EngineEvent.Progress;
import dev.lifeboat.engine.event.EngineEvent.Unit;
import dev.lifeboat.engine.event.EventSink;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/// One attempt at a plan: assemble the file, then check it.
final class Trial {
    sealed interface Result {
        record Good(RestorePoint point, PageSize pageSize, List<String> checks, List<String> remarks)
                implements Result {}

        record Broken(History learned) implements Result {}

        record NotACommit(Optional<Position> before, Optional<Position> after) implements Result {}

        record SnapshotAhead() implements Result {}

        record Unsound(String check, List<String> lines) implements Result {}
    }

    private final Backup backup;
    private final RestoreOptions options;

    Trial(Backup backup, RestoreOptions options) {
        this.backup = backup;
        this.options = options;
    }

    /// Makes `file` anew. Unless the result is good the file is gone afterwards.
    Result run(RestorePlan plan, Path file, EventSink events) throws IOException {
        Files.deleteIfExists(file);
        Result result = switch (new Assembler(backup, events).assemble(plan, file)) {
            case Assembly.Complete(Position exact, PageSize size) -> check(plan, file, exact, size, events);
            case Assembly.Broken(History learned) -> new Result.Broken(learned);
            case Assembly.NotACommit(Optional<Position> before, Optional<Position> after) ->
                new Result.NotACommit(before, after);
            case Assembly.SnapshotAhead() -> new Result.SnapshotAhead();
        };
        if (!(result instanceof Result.Good)) {
            Files.deleteIfExists(file);
        }
        return result;
    }

    private Result check(RestorePlan plan, Path file, Position exact, PageSize size, EventSink events)
            throws IOException {
        events.accept(new Progress(Part.CHECK, 0, Files.size(file), Unit.BYTES));
        DatabaseCheck.Verdict verdict = DatabaseCheck.run(file, options.check());
        events.accept(new Progress(Part.CHECK, Files.size(file), Files.size(file), Unit.BYTES));
        return switch (verdict) {
            case DatabaseCheck.Verdict.Sound(List<String> checks, List<String> remarks) ->
                new Result.Good(plan.point().at(exact), size, checks, remarks);
            case DatabaseCheck.Verdict.Unsound(String check, List<String> lines) -> new Result.Unsound(check, lines);
        };
    }
}
