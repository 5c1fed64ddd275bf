package dev.lifeboat.app.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.lifeboat.app.config.DatabaseSettings;
import dev.lifeboat.app.config.ReplicaSettings;
import dev.lifeboat.engine.ProblemCode;
import dev.lifeboat.engine.ProblemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SharedPlacesTest {
    @TempDir
    Path home;

    @Test
    void twoDatabasesOfOneReplicaAreRefused() {
        assertRefused(
                "is the replica of /a.db and of /b.db", of("/a.db", "s3://bucket/app"), of("/b.db", "s3://bucket/app"));
        assertRefused(
                "is the replica of /a.db and of /b.db",
                of("/a.db", "s3://bucket/app?endpoint=http://minio"),
                of("/b.db", "s3://bucket/app/?endpoint=http://minio"));
        assertRefused("is the replica of /a.db twice", of("/a.db", "file:///backup", "file:///backup/"));
    }

    @Test
    void twoNamesOfOneFileAreRefused() throws Exception {
        Path file = Files.createFile(home.resolve("a.db"));
        Path link = Files.createSymbolicLink(home.resolve("link.db"), file);
        assertRefused("are one database", of(file.toString(), "file:///one"), of(link.toString(), "file:///two"));
    }

    @Test
    void placesOfTheirOwnAreNot() {
        assertThatCode(() -> SharedPlaces.refuse(List.of(
                        of("/a.db", "s3://bucket/app?endpoint=http://one", "s3://bucket/app?endpoint=http://two"),
                        of("/b.db", "s3://bucket/app/b"))))
                .doesNotThrowAnyException();
    }

    private static DatabaseSettings of(String path, String... urls) {
        return DatabaseSettings.of(
                Path.of(path), Stream.of(urls).map(ReplicaSettings::ofUrl).toList());
    }

    private static void assertRefused(String why, DatabaseSettings... databases) {
        assertThatExceptionOfType(ProblemException.class)
                .isThrownBy(() -> SharedPlaces.refuse(List.of(databases)))
                .satisfies(thrown -> {
                    assertThat(thrown.problem().code()).isEqualTo(ProblemCode.CONFIGURATION);
                    assertThat(thrown.problem().message()).contains(why);
                });
    }
}
