package dev.lifeboat.rig;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lifeboat.rig.process.Lifeboat;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// The slash traps against a server that checks signatures: what Litestream stores where a configuration has
/// `path: /foo`, `path: foo/` or no path at all (0.3 spec, section 1.10; 0.5 spec, section 2.1).
class LeadingSlashIT {
    @TempDir
    Path scratch;

    /// `stored` is what the keys of levels begin with.
    @ParameterizedTest
    @CsvSource({"/foo, /foo/", "'', /", "foo, foo/", "/a/b, /a/b/", "foo/, foo//", "/foo/, /foo//", "/, //"})
    void filesOfTheLtxFormatAreRestoredFromWhereTheirPathPutThem(String path, String stored) throws Exception {
        Path archive = Archive.unpack("v05-levels", scratch.resolve("archive"));
        try (SignedStore store = SignedStore.start(scratch.resolve("store"))) {
            moveLevels(archive, store, stored);

            assertRestores(store, path, "v05-levels");
        }
    }

    /// The slash may be known to nobody any more.
    @ParameterizedTest
    @ValueSource(strings = {"foo", "foo/"})
    void aUrlLeadsBelowASlashThatItDoesNotName(String name) throws Exception {
        Path archive = Archive.unpack("v05-levels", scratch.resolve("archive"));
        try (SignedStore store = SignedStore.start(scratch.resolve("store"))) {
            moveLevels(archive, store, "foo//");
            Path database = scratch.resolve("app.db");

            Lifeboat.Ended ended = Lifeboat.packaged(scratch.resolve("notes"), store.environment())
                    .run("restore", "-o", database, store.url(name))
                    .orFail("restore");

            assertThat(database).as(ended.output()).hasSameBinaryContentAs(whole("v05-levels"));
        }
    }

    /// Of the 0.3 format only listings had the slash.
    @ParameterizedTest
    @CsvSource({"/foo, foo/", "'', ''"})
    void generationsAreRestoredFromWhereTheirPathPutThem(String path, String stored) throws Exception {
        Path archive = Archive.unpack("v03-page1024", scratch.resolve("archive"));
        try (SignedStore store = SignedStore.start(scratch.resolve("store"))) {
            Archive.move(archive.resolve("generations"), bucket(store, stored + "generations"));

            assertRestores(store, path, "v03-page1024");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"/apps/shop/", "apps/shop//"})
    void recoverFindsThemInTheirBucketAndBelowAPrefix(String stored) throws Exception {
        Path archive = Archive.unpack("v05-levels", scratch.resolve("archive"));
        try (SignedStore store = SignedStore.start(scratch.resolve("store"))) {
            moveLevels(archive, store, stored);
            Lifeboat lifeboat = Lifeboat.packaged(scratch.resolve("notes"), store.environment());
            for (String url : List.of(store.url("").replace("/?", "?"), store.url("apps"), store.url("apps/shop"))) {
                Path into = scratch.resolve("into-" + url.hashCode());
                Lifeboat.Ended ended =
                        lifeboat.run("recover", url, "--into", into).orFail("recover " + url);
                assertThat(Archive.below(into, 1))
                        .as(ended.output())
                        .anySatisfy(file -> assertThat(file).hasSameBinaryContentAs(whole("v05-levels")));
            }
        }
    }

    /// `stored` is what their keys begin with then.
    private void moveLevels(Path archive, SignedStore store, String stored) throws IOException {
        for (Path level : Archive.below(archive.resolve("ltx"), 1)) {
            int number = Integer.parseInt(level.getFileName().toString());
            Archive.move(level, bucket(store, stored + String.format(Locale.ROOT, "%04x", number)));
        }
    }

    private Path bucket(SignedStore store, String key) {
        return store.root(SlashedObjects.file(key));
    }

    private void assertRestores(SignedStore store, String path, String archive) throws Exception {
        Lifeboat lifeboat = Lifeboat.packaged(scratch.resolve("notes"), store.environment());
        Path database = scratch.resolve("app.db");
        Path configuration = Files.writeString(
                scratch.resolve("litestream.yml"), """
                dbs:
                  - path: %s
                    replicas:
                      - type: s3
                        bucket: %s
                        path: "%s"
                        endpoint: %s
                        force-path-style: true
                """.formatted(database, store.bucket(), path, store.endpoint()));

        Lifeboat.Ended ended =
                lifeboat.run("restore", "-config", configuration, database).orFail("restore");

        assertThat(database).as(ended.output()).hasSameBinaryContentAs(whole(archive));
        assertThat(lifeboat.run("verify", "-config", configuration, database, "--level", "bytes")
                        .orFail("verify")
                        .output())
                .doesNotContain("foreign");
    }

    /// What the same archive gives from a directory.
    private Path whole(String archive) throws IOException {
        Path whole = scratch.resolve("whole.db");
        if (!Files.exists(whole)) {
            try {
                Path copy = Archive.unpack(archive, scratch.resolve("copy"));
                Lifeboat.packaged(scratch.resolve("notes"), Map.of())
                        .run("restore", "-o", whole, "file://" + copy)
                        .orFail("restore");
            } catch (InterruptedException e) {
                throw new IOException(e);
            }
        }
        return whole;
    }
}
