package dev.lifeboat.rig;

import dev.lifeboat.rig.judge.Generation;
import dev.lifeboat.rig.judge.Lag;
import dev.lifeboat.rig.process.Place;
import dev.lifeboat.rig.store.Relay;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/// A [SignedStore] that is reached through a relay, so that it can go away.
record RelayedStore(SignedStore store, Relay relay) implements Place {
    static RelayedStore start(Path directory) throws Exception {
        SignedStore store = SignedStore.start(directory);
        return new RelayedStore(store, Relay.to(store.port()));
    }

    @Override
    public String url(String name) {
        return SignedStore.url(name, relay.port());
    }

    @Override
    public Path root(String name) {
        return store.root(name);
    }

    @Override
    public Map<String, String> environment() {
        return store.environment();
    }

    @Override
    public List<Lag.Arrival> arrivals(String name, Generation generation) throws IOException {
        return store.arrivals(name, generation);
    }

    @Override
    public void close() throws IOException {
        relay.close();
        store.close();
    }
}
