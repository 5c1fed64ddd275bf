package dev.lifeboat.engine.replicate;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lifeboat.engine.live.Application;
import dev.lifeboat.engine.replicate.control.ReplicatorStatus;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReplicatorTest {
    @TempDir
    Path directory;

    @Test
    void whatWasWrittenBeforeASyncIsInTheForeignRestore() throws IOException {
        Path database = directory.resolve("app.db");
        Path root = directory.resolve("replica");
        try (Application application = Application.start(database, directory.resolve("ledger"))) {
            application.rows(50);
            try (RunningReplicator replicator = RunningReplicator.start(database, root)) {
                application.rows(50);
                long last = application.rows(1);

                ReplicatorStatus status = replicator.sync();

                assertThat(status.isEverythingAcknowledged()).isTrue();
                Path restored = directory.resolve("restored.db");
                assertThat(ForeignRestore.restore(root, restored)).isEqualTo("ok");
                assertThat(ForeignRestore.sqlite3(restored, "SELECT count(*), max(n) FROM entry"))
                        .isEqualTo(last + "|" + last);
            }
        }
    }
}
