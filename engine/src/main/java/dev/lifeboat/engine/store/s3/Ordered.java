package dev.lifeboat.engine.store.s3;

import dev.lifeboat.engine.store.ObjectStore.Visitor;
import dev.lifeboat.engine.store.StoreException;
import dev.lifeboat.engine.store.StoreException.Kind;
import dev.lifeboat.engine.store.StoredObject;
import java.io.IOException;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/// Hands pages of a listing on in ascending order of keys, each key once, and verifies that they come that way (OB-7).
/// Of two entries with one key the younger counts.
///
/// S3 lists in key order; not every store does. One whose first page is out of order is sorted here, up to a bound.
/// One that falls out of order later is refused: what was handed on cannot be taken back.
final class Ordered {
    /// Some 15 MiB.
    private static final int MOST_SORTED = 50_000;

    private final String location;
    private final int mostSorted;
    private final Visitor visitor;
    private final TreeMap<String, StoredObject> sorted = new TreeMap<>();
    private Set<String> pageBefore = Set.of();
    /// The last in order. It is handed on with the next: there may be a second entry with its key.
    private Optional<StoredObject> held = Optional.empty();

    private boolean sorts;
    private boolean isFirst = true;

    private Ordered(String location, int mostSorted, boolean sorts, Visitor visitor) {
        this.location = location;
        this.mostSorted = mostSorted;
        this.sorts = sorts;
        this.visitor = visitor;
    }

    /// Holds two pages, or `MOST_SORTED` objects of a store that has no order.
    static Ordered streaming(String location, Visitor visitor) {
        return new Ordered(location, MOST_SORTED, false, visitor);
    }

    /// Holds everything, whatever its number.
    static Ordered sorting(String location, Visitor visitor) {
        return new Ordered(location, Integer.MAX_VALUE, true, visitor);
    }

    void page(List<StoredObject> page) throws IOException {
        if (isFirst) {
            sorts |= !isInOrder(page);
            isFirst = false;
        }
        for (StoredObject each : page) {
            if (sorts) {
                sort(each);
            } else {
                pass(each);
            }
        }
        Set<String> keys = new HashSet<>();
        page.forEach(each -> keys.add(each.key()));
        pageBefore = keys;
    }

    void end() {
        sorted.values().forEach(visitor::object);
        held.ifPresent(visitor::object);
    }

    /// A key that is shown twice in a row is in order.
    static boolean isInOrder(List<StoredObject> page) {
        for (int i = 1; i < page.size(); i++) {
            if (page.get(i - 1).key().compareTo(page.get(i).key()) > 0) {
                return false;
            }
        }
        return true;
    }

    private void sort(StoredObject object) throws StoreException {
        sorted.merge(object.key(), object, Ordered::younger);
        if (sorted.size() > mostSorted) {
            throw refused("has no order and more than " + mostSorted + " objects to sort");
        }
    }

    private void pass(StoredObject object) throws StoreException {
        String last = held.map(StoredObject::key).orElse("");
        int order = object.key().compareTo(last);
        if (order > 0) {
            held.ifPresent(visitor::object);
            held = Optional.of(object);
        } else if (order == 0) {
            held = held.map(before -> younger(before, object));
        } else if (!pageBefore.contains(object.key())) {
            throw refused("shows " + object.key() + " behind " + last);
        }
    }

    private static StoredObject younger(StoredObject one, StoredObject other) {
        return one.storedAt().isBefore(other.storedAt()) ? other : one;
    }

    /// Not to be tried again: what lies in front of the last key would be left out.
    private StoreException refused(String why) {
        return new StoreException(
                Kind.DENIED,
                "the listing of " + location + " cannot be used: it " + why,
                new IOException("listing without order"));
    }
}
