package dev.lifeboat.engine.store.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lifeboat.engine.ProblemException;
import dev.lifeboat.engine.store.ObjectStore;
import dev.lifeboat.engine.store.ObjectStore.PutCondition;
import dev.lifeboat.engine.store.ObjectStoreContract;
import dev.lifeboat.engine.store.StoreException;
import dev.lifeboat.engine.store.StoreUrl;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FileObjectStoreTest extends ObjectStoreContract {
    @TempDir
    private Path directory;

    private FileObjectStore store;

    @BeforeEach
    void openStore() {
        store = new FileObjectStore(directory.resolve("replica/app.db"));
    }

    @Override
    protected ObjectStore store() {
        return store;
    }

    @Test
    void temporaryFilesAndLinksAreNotObjects() throws IOException {
        store.put("a/k", text("x"), PutCondition.ALWAYS);
        Path inside = directory.resolve("replica/app.db/a");
        Files.writeString(inside.resolve("j.tmp"), "left by a crash");
        Files.createSymbolicLink(inside.resolve("l"), Path.of("/etc/passwd"));
        assertThat(store.list("")).hasSize(1);
        assertThatThrownBy(() -> store.open("a/l")).isInstanceOf(IOException.class);
    }

    @Test
    void whatIsMadeIsForItsOwnerOnly() throws IOException {
        store.put("a/k", text("x"), PutCondition.ALWAYS);
        Path file = directory.resolve("replica/app.db/a/k");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-------");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file.getParent())))
                .isEqualTo("rwx------");
    }

    @Test
    void aRootThatIsAFileIsNotAnEmptyStore() throws IOException {
        Path file = Files.writeString(directory.resolve("plain"), "x");
        assertThatThrownBy(() -> new FileObjectStore(file).list(""))
                .isInstanceOfSatisfying(
                        StoreException.class, e -> assertThat(e.kind()).isEqualTo(StoreException.Kind.ROOT_MISSING));
    }

    @Test
    void fileUrlsAreCutAndNotDecoded() {
        assertThat(StoreUrl.parse("file:///a/b%20c/../d")).isEqualTo(new StoreUrl.FileUrl(Path.of("/a/d")));
        assertThat(StoreUrl.parse("file://a/b"))
                .isEqualTo(new StoreUrl.FileUrl(Path.of("a/b").toAbsolutePath()));
        assertThat(StoreUrl.parse("file:/a/b%20c")).isEqualTo(new StoreUrl.FileUrl(Path.of("/a/b%20c")));
        assertThat(StoreUrl.parse("/a//b")).isEqualTo(new StoreUrl.FileUrl(Path.of("/a/b")));
        assertThat(StoreUrl.isUrl("/data/app.db")).isFalse();
        assertThat(StoreUrl.isUrl("app:2.db")).isFalse();
        assertThat(StoreUrl.isUrl("s3://bucket/app.db")).isTrue();
    }

    @Test
    void aStoreThatThisBuildDoesNotHaveIsNamedWithThoseItHas() {
        assertThatThrownBy(() -> StoreUrl.parse("gs://bucket/db")).isInstanceOfSatisfying(ProblemException.class, e -> {
            assertThat(e.problem().code().exitStatus()).isEqualTo(2);
            assertThat(e.problem().toString()).contains("gs", "file", "s3");
        });
    }
}
