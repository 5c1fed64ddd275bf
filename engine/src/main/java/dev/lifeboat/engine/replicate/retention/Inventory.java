package dev.lifeboat.engine.replicate.retention;

import dev.lifeboat.engine.GenerationId;
import dev.lifeboat.engine.backup.generations.ObjectName;
import dev.lifeboat.engine.store.ObjectStore;
import dev.lifeboat.engine.store.StoredObject;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// What a listing shows, generation by generation, kept small: 12 bytes a segment. Objects with other names are
/// nobody's business here.
final class Inventory implements ObjectStore.Visitor {
    private final List<StoredGeneration> generations = new ArrayList<>();
    private String last = "";
    private Optional<String> disorder = Optional.empty();

    static Inventory of(ObjectStore store, String prefix) throws IOException {
        Inventory inventory = new Inventory();
        store.list(prefix, inventory);
        inventory.generations.forEach(StoredGeneration::close);
        return inventory;
    }

    @Override
    public void object(StoredObject object) {
        if (object.key().compareTo(last) <= 0) {
            disorder = Optional.of("the listing shows " + object.key() + " behind " + last);
            return;
        }
        last = object.key();
        Optional<ObjectName> name = ObjectName.parse(object.key());
        name.ifPresent(each -> generation(each.generation()).take(each, object.key(), object.storedAt()));
    }

    /// What was not in key order and so is not here; nothing may be decided then.
    Optional<String> disorder() {
        return disorder;
    }

    private StoredGeneration generation(GenerationId id) {
        if (generations.isEmpty() || !generations.getLast().id().equals(id)) {
            generations.add(new StoredGeneration(id));
        }
        return generations.getLast();
    }

    /// By their names.
    List<StoredGeneration> generations() {
        return generations;
    }
}
