package dev.lifeboat.engine.backup.replica;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lifeboat.engine.backup.History;
import dev.lifeboat.engine.store.MemoryStore;
import dev.lifeboat.engine.store.ObjectStore;
import dev.lifeboat.engine.store.StoreException;
import java.io.IOException;
import java.lang.reflect.Proxy;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ReplicaNamesTest {
    /// May be listed and nothing else, as by a policy without `s3:GetObject`.
    private static ObjectStore listOnly(MemoryStore store) {
        Set<String> reading = Set.of("open", "head", "beginning");
        return (ObjectStore) Proxy.newProxyInstance(
                ObjectStore.class.getClassLoader(), new Class<?>[] {ObjectStore.class}, (_, method, arguments) -> {
                    if (reading.contains(method.getName())) {
                        throw new StoreException(StoreException.Kind.DENIED, "AccessDenied", new IOException("403"));
                    }
                    return method.invoke(store, arguments);
                });
    }

    @Test
    void namesNeedNothingButTheListing() throws Exception {
        MemoryStore store = MemoryStore.of(
                Path.of(ReplicaNamesTest.class.getResource("/golden").toURI()));
        store.put("lifeboat-writer", "{}".getBytes(StandardCharsets.UTF_8), Instant.EPOCH);
        store.put("ltx/0/0000000000000001-0000000000000001.ltx", new byte[200], Instant.EPOCH);
        ReplicaBackup denied = new ReplicaBackup(listOnly(store));

        History names = denied.names();
        assertThat(names).isEqualTo(new ReplicaBackup(store).listing());
        assertThat(names.generations()).isNotEmpty();
        assertThat(names.ltx().files()).hasSize(1);
        assertThatThrownBy(denied::history).isInstanceOf(StoreException.class);
    }
}
