package dev.lifeboat.engine.live;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class LibraryFloorTest {
    @Test
    void theBundledLibraryIsGoodEnough() {
        assertThat(LibraryFloor.check()).isEmpty();
    }

    /// LB-1.
    @Test
    void aLibraryThatLosesPagesIsRefused() {
        assertThat(LibraryFloor.judge("3.51.2").orElseThrow().message()).contains("3.51.2", "3.51.3");
        assertThat(LibraryFloor.judge("3.51.3")).isEmpty();
        assertThat(LibraryFloor.judge("3.54.1")).isEmpty();
        assertThat(LibraryFloor.judge("4.0.0")).isEmpty();
    }

    /// LK-5.
    @Test
    void twoLibrariesInOneProcessAreRefused() {
        assertThat(LibraryFloor.judgeLibraries(List.of("/a/libsqlitejdbc.so"))).isEmpty();
        assertThat(LibraryFloor.judgeLibraries(List.of("/a/libsqlitejdbc.so", "/b/libsqlite3.so.0")))
                .isPresent();
    }
}
