package dev.lifeboat.app.wire;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lifeboat.app.config.ReplicaSettings;
import dev.lifeboat.engine.diagnose.Diagnostician;
import dev.lifeboat.engine.store.ObjectStore;
import dev.lifeboat.engine.store.StoreUrl;
import dev.lifeboat.engine.store.file.FileObjectStore;
import dev.lifeboat.engine.store.s3.S3Probe;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A dashboard that looks every few seconds does not diagnose every few seconds.
class ReplicaReasonsTest {
    @TempDir
    private Path directory;

    private Instant now = Instant.parse("2026-03-01T12:00:00Z");
    private int diagnoses;
    private ReplicaReasons reasons;
    private ReplicaSettings replica;

    @BeforeEach
    void setUp() {
        InstantSource source = () -> now;
        Clock clock = source.withZone(ZoneOffset.UTC);
        replica = ReplicaSettings.ofUrl("file://" + directory.resolve("replica"));
        reasons = new ReplicaReasons(_ -> new Diagnostician(new Counted(), clock), clock);
    }

    private final class Counted implements Diagnostician.Stores {
        @Override
        public ObjectStore open(StoreUrl url) {
            diagnoses++;
            return new FileObjectStore(((StoreUrl.FileUrl) url).root());
        }

        @Override
        public S3Probe probe(StoreUrl.S3Url url) {
            throw new AssertionError("no bucket is asked");
        }
    }

    @Test
    void aDiagnosisIsMadeOnceForEachSymptomAndForAWhile() throws IOException {
        assertThat(reasons.ofNothing(replica))
                .hasValueSatisfying(line ->
                        assertThat(line).contains(directory.resolve("replica").toString()));
        for (int look = 0; look < 50; look++) {
            now = now.plusSeconds(5);
            assertThat(reasons.ofNothing(replica)).isPresent();
        }
        assertThat(diagnoses).isEqualTo(1);

        now = now.plus(Duration.ofMinutes(5));
        Files.createDirectories(directory.resolve("replica"));
        assertThat(reasons.ofNothing(replica)).isPresent();
        assertThat(diagnoses).isEqualTo(2);
    }

    @Test
    void aReplicaThatShowedSomethingInBetweenIsDiagnosedAnew() {
        reasons.ofNothing(replica);
        reasons.forget(replica);
        reasons.ofNothing(replica);
        assertThat(diagnoses).isEqualTo(2);
    }

    /// A store that failed has not said that it holds nothing.
    @Test
    void aFailureIsNotExplainedByASecondLookThatFindsNothing() throws IOException {
        Files.createDirectories(directory.resolve("replica"));
        assertThat(reasons.ofFailure(replica)).isEmpty();
    }
}
