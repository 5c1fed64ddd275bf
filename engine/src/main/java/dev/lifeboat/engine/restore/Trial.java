package dev.lifeboat.engine.restore;

import dev.lifeboat.engine.PageSize;
import dev.lifeboat.engine.Position;
import dev.lifeboat.engine.backup.Backup;
import dev.lifeboat.engine.backup.GenerationsPlan;
import dev.lifeboat.engine.backup.History;
import dev.lifeboat.engine.backup.LtxPlan;
import dev.lifeboat.engine.backup.RestorePlan;
import dev.lifeboat.engine.backup.RestorePoint;
import dev.lifeboat.engine.event.EngineEvent.Part;
import dev.lifeboat.engine.event.EngineEvent.Progress;
import dev.lifeboat.engine.event.EngineEvent.Unit;
import dev.lifeboat.engine.event.EventSink;
import dev.lifeboat.engine.proof.Finding;
import dev.lifeboat.engine.proof.Proof;
import dev.lifeboat.engine.proof.ProofBattery;
import dev.lifeboat.engine.proof.ProofRequest;
import dev.lifeboat.engine.proof.RowCounts;
import dev.lifeboat.engine.proof.Verdict;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/// One attempt at a plan: assemble the file, then check it.
final class Trial {
    /// Up to here integrity_check takes under three seconds (94 MB/s, reliability.md RS-2), and it finds what
    /// quick_check does not look at: entries of indexes that do not match their tables.
    private static final long SMALL_BYTES = 256L << 20;

    sealed interface Result {
        /// `sha256` is empty where the file was only tried out.
        record Good(RestorePoint point, PageSize pageSize, List<String> checks, List<String> remarks, String sha256)
                implements Result {
            Good hashed(String hash) {
                return new Good(point, pageSize, checks, remarks, hash);
            }
        }

        record Broken(History learned) implements Result {}

        record NotACommit(Optional<Position> before, Optional<Position> after) implements Result {}

        record SnapshotAhead() implements Result {}

        /// `check` is the first that failed, `lines` are what it said.
        record Unsound(String check, List<String> lines) implements Result {
            String sentence() {
                return check.equals("open") ? "cannot be opened" : "fails " + check;
            }
        }
    }

    private final Backup backup;
    private final RestoreOptions options;

    Trial(Backup backup, RestoreOptions options) {
        this.backup = backup;
        this.options = options;
    }

    Backup backup() {
        return backup;
    }

    /// Makes `file` anew and puts it on stable storage. Unless the result is good the file is gone afterwards.
    /// Throws [Room.NoRoomException] where the file system cannot take it.
    Result run(RestorePlan plan, Path file, EventSink events) throws IOException {
        return run(plan, file, events, true);
    }

    /// The same for a file that nobody will keep.
    Result tryOut(RestorePlan plan, Path file) throws IOException {
        return run(plan, file, EventSink.ignoring(), false);
    }

    private Result run(RestorePlan plan, Path file, EventSink events, boolean kept) throws IOException {
        Files.deleteIfExists(file);
        boolean good = false;
        try {
            Result result = attempt(plan, file, events, kept);
            good = result instanceof Result.Good;
            return result;
        } finally {
            if (!good) {
                Files.deleteIfExists(file);
            }
        }
    }

    private Result attempt(RestorePlan plan, Path file, EventSink events, boolean kept) throws IOException {
        Room room = Room.in(Objects.requireNonNull(file.toAbsolutePath().getParent()));
        Assembly assembly = switch (plan) {
            case GenerationsPlan generations ->
                new Assembler(backup, events, room, options.width()).assemble(generations, file);
            case LtxPlan ltx -> new LtxAssembler(backup, events, room, options.width()).assemble(ltx, file);
        };
        return switch (assembly) {
            case Assembly.Complete complete when kept -> settle(file, complete, events);
            case Assembly.Complete complete -> check(file, complete, events);
            case Assembly.Broken(History learned) -> new Result.Broken(learned);
            case Assembly.NotACommit(Optional<Position> before, Optional<Position> after) ->
                new Result.NotACommit(before, after);
            case Assembly.SnapshotAhead() -> new Result.SnapshotAhead();
        };
    }

    private Result settle(Path file, Assembly.Complete complete, EventSink events) throws IOException {
        try (Settling settling = Settling.of(file)) {
            Result result = check(file, complete, events);
            return result instanceof Result.Good good ? good.hashed(settling.sha256()) : result;
        }
    }

    private Result check(Path file, Assembly.Complete complete, EventSink events) throws IOException {
        RestorePoint point = complete.exact();
        PageSize size = complete.pageSize();
        List<String> remarks = new ArrayList<>();
        if (!point.place().equals(complete.end())) {
            remarks.add("the last commit up to " + complete.end().text() + " ends at " + point.id());
        }
        long bytes = Files.size(file);
        Set<ProofRequest.Check> checks = checks(options, bytes);
        if (checks.isEmpty()) {
            return new Result.Good(point, size, List.of(), remarks, "");
        }
        events.accept(new Progress(Part.CHECK, 0, bytes, Unit.BYTES));
        Proof proof = new ProofBattery().prove(file, new ProofRequest(checks, RowCounts.unknown()));
        events.accept(new Progress(Part.CHECK, bytes, bytes, Unit.BYTES));
        if (proof.verdict() == Verdict.RED) {
            return unsound(proof);
        }
        remarks.addAll(texts(proof, Verdict.AMBER, finding -> finding.check() + " " + finding.text()));
        return new Result.Good(point, size, texts(proof, Verdict.GREEN, Finding::check), remarks, "");
    }

    /// What has to say "ok" of a file of so many bytes.
    static Set<ProofRequest.Check> checks(RestoreOptions options, long bytes) {
        return switch (options.check()) {
            case NONE -> Set.of();
            case QUICK ->
                bytes <= SMALL_BYTES
                        ? Set.of(ProofRequest.Check.QUICK, ProofRequest.Check.INTEGRITY)
                        : Set.of(ProofRequest.Check.QUICK);
            case FULL -> Set.of(ProofRequest.Check.QUICK, ProofRequest.Check.INTEGRITY);
        };
    }

    /// What the first check that failed says; the second would say most of it again.
    private static Result unsound(Proof proof) {
        List<Finding> red = proof.findings().stream()
                .filter(finding -> finding.weight() == Verdict.RED)
                .toList();
        String check = red.getFirst().check();
        return new Result.Unsound(
                check,
                red.stream()
                        .filter(finding -> finding.check().equals(check))
                        .map(Finding::text)
                        .toList());
    }

    private static List<String> texts(Proof proof, Verdict weight, Function<Finding, String> text) {
        return proof.findings().stream()
                .filter(finding -> finding.weight() == weight)
                .map(text)
                .toList();
    }
}
