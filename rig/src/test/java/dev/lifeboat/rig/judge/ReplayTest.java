package dev.lifeboat.rig.judge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lifeboat.rig.SqliteAddress;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.Statement;
import java.util.Arrays;
import java.util.Locale;
import net.jpountz.lz4.LZ4FrameOutputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A replay that goes on where it was is as good as one that begins anew, and as strict.
class ReplayTest {
    private static final String GENERATION = "0123456789abcdef";
    private static final int TRANSACTIONS = 4;

    @TempDir
    Path scratch;

    private Path root;
    private Replay followed;
    private int stored;

    /// A snapshot, and two indexes of a few transactions each in `lives`.
    @BeforeEach
    void write() throws Exception {
        root = scratch.resolve("replica");
        followed = new Replay(scratch.resolve("followed.db"));
        Path database = scratch.resolve("app.db");
        try (Connection connection = DriverManager.getConnection(SqliteAddress.create(database));
                Statement statement = connection.createStatement()) {
            statement.execute("PRAGMA journal_mode=WAL");
            statement.execute("CREATE TABLE t(x)");
        }
        store("snapshots/00000000.snapshot.lz4", Files.readAllBytes(database));
        Path wal = scratch.resolve("app.db-wal");
        try (Connection connection = DriverManager.getConnection(SqliteAddress.create(database));
                Statement statement = connection.createStatement()) {
            statement.execute("PRAGMA wal_autocheckpoint=0");
            for (int index = 0; index < 2; index++) {
                int from = 0;
                for (int transaction = 0; transaction < TRANSACTIONS; transaction++) {
                    statement.execute("INSERT INTO t VALUES (randomblob(9000))");
                    byte[] bytes = Files.readAllBytes(wal);
                    Files.write(
                            Files.createDirectories(scratch.resolve("later")).resolve(name(index, from)),
                            Arrays.copyOfRange(bytes, from, bytes.length));
                    from = bytes.length;
                }
                statement.execute("PRAGMA wal_checkpoint(TRUNCATE)");
            }
        }
    }

    private static String name(int index, int offset) {
        return String.format(Locale.ROOT, "%08x_%08x.wal.lz4", index, offset);
    }

    private void store(String name, byte[] bytes) throws IOException {
        Path file = root.resolve("generations").resolve(GENERATION).resolve(name);
        Files.createDirectories(file.getParent());
        try (OutputStream out = new LZ4FrameOutputStream(Files.newOutputStream(file))) {
            out.write(bytes);
        }
    }

    /// The next `count` segments appear in the store.
    private void storeNext(int count) throws IOException {
        try (var files = Files.list(scratch.resolve("later"))) {
            for (Path file : files.sorted().skip(stored).limit(count).toList()) {
                store("wal/" + file.getFileName(), Files.readAllBytes(file));
            }
        }
        stored += count;
    }

    private Generation generation() throws IOException {
        return Generation.list(root).getFirst();
    }

    private Path fresh() throws IOException {
        Replay replay = new Replay(scratch.resolve("fresh.db"));
        assertThat(replay.follow(generation())).isTrue();
        return replay.target();
    }

    @Test
    void goingOnGivesWhatBeginningAnewGives() throws Exception {
        for (int look = 0; look < 2 * TRANSACTIONS; look++) {
            storeNext(1);
            assertThat(followed.follow(generation())).isTrue();
            assertThat(followed.target()).hasSameBinaryContentAs(fresh());
            assertThat(followed.follow(generation())).as("nothing new").isFalse();
        }
        assertThat(followed.target()).as("of both indexes").hasSameBinaryContentAs(scratch.resolve("app.db"));
    }

    @Test
    void theWholeChainGivesWhatTheNewestSnapshotGives() throws Exception {
        storeNext(TRANSACTIONS);
        store("snapshots/00000001.snapshot.lz4", Files.readAllBytes(fresh()));
        storeNext(TRANSACTIONS);
        followed.follow(generation());
        Replay whole = new Replay(scratch.resolve("whole.db"));
        whole.follow(generation().fromOldestSnapshot());
        assertThat(whole.target()).hasSameBinaryContentAs(followed.target());

        Path first =
                root.resolve("generations").resolve(GENERATION).resolve("wal").resolve(name(0, 0));
        Files.delete(first);
        assertThat(followed.follow(generation()))
                .as("behind the newest snapshot")
                .isFalse();
        assertThatThrownBy(() -> whole.follow(generation().fromOldestSnapshot()))
                .isInstanceOf(DamageException.class)
                .hasMessageContaining("a hole at 00000000");
    }

    @Test
    void anObjectThatChangedBehindTheReplayIsReadAgainAndNamed() throws Exception {
        storeNext(3);
        followed.follow(generation());
        byte[] bytes = Files.readAllBytes(scratch.resolve("later").resolve(name(0, 0)));
        bytes[100] ^= 1;
        store("wal/" + name(0, 0), bytes);

        assertThatThrownBy(() -> followed.follow(generation()))
                .isInstanceOf(DamageException.class)
                .hasMessageContaining(name(0, 0));
        assertThatThrownBy(() -> followed.follow(generation())).as("still").isInstanceOf(DamageException.class);
    }

    @Test
    void aHoleIsNamedWhereverTheReplayGoesOn() throws Exception {
        storeNext(1);
        followed.follow(generation());
        stored++;
        storeNext(1);
        assertThatThrownBy(() -> followed.follow(generation()))
                .isInstanceOf(DamageException.class)
                .hasMessageContaining("a hole at 00000000");
    }

    @Test
    void aMissingIndexIsNamed() throws Exception {
        stored = TRANSACTIONS;
        storeNext(1);
        assertThatThrownBy(() -> followed.follow(generation()))
                .isInstanceOf(DamageException.class)
                .hasMessageContaining("index 00000001 where 00000000 is wanted");
    }
}
