package dev.lifeboat.runbooks.worker;

import dev.lifeboat.runbooks.journal.JournalFile;
import dev.lifeboat.runbooks.journal.JournalReader;
import dev.lifeboat.runbooks.plan.FrozenPlan;
import dev.lifeboat.runbooks.run.RunModel;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;

/// The files of one run as they are read (tui.md 7.1).
public record RunFolder(Path directory) {
    public Path journal() {
        return directory.resolve("journal.jsonl");
    }

    public Path log() {
        return directory.resolve("log.txt");
    }

    public Path progress() {
        return directory.resolve("progress.json");
    }

    public Path report() {
        return directory.resolve("report.md");
    }

    public Path lock() {
        return directory.resolve("lock");
    }

    public FrozenPlan plan() throws IOException {
        return FrozenPlan.read(directory);
    }

    public JournalFile journal(FrozenPlan plan) throws IOException {
        return new JournalReader(journal(), plan.hash()).read();
    }

    public RunModel model(FrozenPlan plan) throws IOException {
        return RunModel.of(plan.script(), journal(plan).entries());
    }

    /// Whether a worker is at work.
    public boolean isAlive() throws IOException {
        Optional<Owner> owner = Owner.read(directory);
        return owner.isPresent() && owner.get().isAlive();
    }
}
