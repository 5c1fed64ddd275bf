package dev.lifeboat.engine.live;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

/// DB-4, over lines as Linux prints them.
class FileSystemKindTest {
    private static final List<String> MOUNTS = List.of(
            "22 1 254:0 / / rw,relatime shared:1 - ext4 /dev/vda rw",
            "30 22 0:40 / /data rw shared:2 - nfs4 server:/data rw",
            "31 22 0:41 / /data/local rw - xfs /dev/vdb rw",
            "32 22 0:42 / /mnt/my\\040files rw master:3 - fuse.sshfs host: rw",
            "33 22 0:43 / /layer rw - overlay overlay rw");

    private static FileSystemKind kind(String file) {
        return FileSystemKind.in(MOUNTS, Path.of(file));
    }

    @Test
    void theInnermostMountDecides() {
        assertThat(kind("/app.db").name()).isEqualTo("ext4");
        assertThat(kind("/data/app.db").name()).isEqualTo("nfs4");
        assertThat(kind("/data/local/app.db").name()).isEqualTo("xfs");
        assertThat(kind("/database/app.db").name()).isEqualTo("ext4");
    }

    @Test
    void networkAndUserSpaceFileSystemsAreRefused() {
        Path file = Path.of("/data/app.db");
        assertThat(kind("/data/app.db").trouble(file).orElseThrow().sentence()).contains("nfs4");
        assertThat(kind("/mnt/my files/app.db").trouble(file)).isPresent();
        assertThat(kind("/data/local/app.db").trouble(file)).isEmpty();
    }

    @Test
    void aContainersOwnLayerIsToldAndNotRefused() {
        assertThat(kind("/layer/app.db").trouble(Path.of("/layer/app.db"))).isEmpty();
        assertThat(kind("/layer/app.db").notice()).contains("overlay");
    }

    @Test
    void thisFileSystemIsKnown() throws IOException {
        assertThat(FileSystemKind.of(Path.of("/proc/self/mountinfo")).name()).isEqualTo("proc");
    }
}
