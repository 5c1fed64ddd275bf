package dev.lifeboat.runbooks.journal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.gson.JsonObject;
import dev.lifeboat.engine.Problem;
import dev.lifeboat.engine.ProblemCode;
import dev.lifeboat.engine.ProblemException;
import dev.lifeboat.runbooks.Actor;
import dev.lifeboat.runbooks.Fact;
import dev.lifeboat.runbooks.Question;
import dev.lifeboat.runbooks.RunState;
import dev.lifeboat.runbooks.RunView;
import dev.lifeboat.runbooks.run.Entry;
import dev.lifeboat.runbooks.run.StepId;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class JournalTest {
    private static final Instant NOW = Instant.parse("2026-11-20T14:28:31Z");
    private static final StepId STEP = new StepId("place");
    private static final Actor ANNA = new Actor("anna", "/dev/pts/3", "10.0.0.7");
    private static final String PLAN = Hash.of("the plan");

    private static final List<Entry> EVERY_KIND = List.of(
            new Entry.Planned(NOW, ANNA),
            new Entry.Attached(NOW, 17, "boot", "4711", "setsid"),
            new Entry.StepStarted(NOW, STEP, "place#1", new JsonObject()),
            new Entry.Found(NOW, STEP, RunView.Evidence.Kind.WARNING, "a line\nof \u202e text"),
            new Entry.Asked(
                    NOW,
                    STEP,
                    new Question(
                            3,
                            Question.Kind.PLACE,
                            3,
                            "changes",
                            List.of(new Fact("lost", "nothing")),
                            Optional.of("shop"),
                            List.of(new Question.Choice("stay", "Stay here", true)),
                            NOW)),
            new Entry.Answered(NOW, 3, "stay", "", ANNA),
            new Entry.StepDone(NOW, STEP, new JsonObject(), "done"),
            new Entry.StepFailed(
                    NOW,
                    STEP,
                    Problem.of(ProblemCode.UNSAFE, "no").withDetail("why").withPlace(1, 4152),
                    Optional.of(new StepId("choose")),
                    new JsonObject()),
            new Entry.Paused(NOW, "place"),
            new Entry.Aborted(NOW, "everything"),
            new Entry.Undone(NOW, STEP, "back"),
            new Entry.Finished(NOW, RunState.DONE, "done"));

    @TempDir
    private Path directory;

    private Path file = Path.of("journal.jsonl");

    @BeforeEach
    void inTheDirectory() {
        file = directory.resolve("journal.jsonl");
    }

    @Test
    void everyKindOfRecordComesBackAsItWasWritten() throws IOException {
        write(EVERY_KIND);
        assertThat(read().entries()).isEqualTo(EVERY_KIND);
    }

    /// RB-1: cut anywhere, what is read is a beginning of what was written, and writing goes on behind it.
    @Test
    void aTornLastRecordIsIgnoredAndOverwritten() throws IOException {
        write(EVERY_KIND);
        byte[] whole = Files.readAllBytes(file);
        for (int cut = 0; cut < whole.length; cut++) {
            Files.write(file, Arrays.copyOf(whole, cut));
            List<Entry> entries = read().entries();
            assertThat(entries).isEqualTo(EVERY_KIND.subList(0, entries.size()));
        }
        Files.write(file, Arrays.copyOf(whole, whole.length - 3));
        write(List.of(EVERY_KIND.getLast()));
        assertThat(read().entries()).isEqualTo(EVERY_KIND);
    }

    @Test
    void aRecordThatWasChangedIsNoticed() throws IOException {
        write(EVERY_KIND);
        Files.writeString(file, Files.readString(file).replace("anna", "otto"));
        assertThatThrownBy(this::read).isInstanceOf(ProblemException.class).hasMessageContaining("was changed");
    }

    @Test
    void aJournalOfAnotherPlanIsRefused() throws IOException {
        write(EVERY_KIND);
        assertThatThrownBy(() -> new JournalReader(file, Hash.of("another plan")).read())
                .isInstanceOf(ProblemException.class);
    }

    private void write(List<Entry> entries) throws IOException {
        try (Journal journal = Journal.open(file, PLAN, read())) {
            for (Entry entry : entries) {
                journal.append(entry);
            }
        }
    }

    private JournalFile read() throws IOException {
        return new JournalReader(file, PLAN).read();
    }
}
