package dev.lifeboat.engine.store.fetch;

/// How much is fetched ahead: `requests` at a time, `windowBytes` of objects that were fetched and not read yet.
public record Width(int requests, long windowBytes) {
    /// Beyond it a store only answers more slowly.
    public static final int MOST_REQUESTS = 256;

    /// At 30 ms a request, ten thousand objects take three seconds, in which two processors are busy with them. Wider
    /// is no faster there, and takes more memory.
    private static final int STANDARD_REQUESTS = 96;

    public Width {
        if (requests < 1 || requests > MOST_REQUESTS) {
            throw new IllegalArgumentException("requests at a time out of [1, " + MOST_REQUESTS + "]: " + requests);
        }
    }

    /// With a window that suits the heap: a sixth, since pages that are merged, a transaction that is not whole yet and
    /// the blocks of what is decoded need theirs too, and a replicator restores in 48 MiB.
    public static Width of(int requests) {
        return new Width(requests, Runtime.getRuntime().maxMemory() / 6);
    }

    /// A request for each mebibyte of heap, up to 96.
    public static Width standard() {
        return of(Math.clamp(Runtime.getRuntime().maxMemory() >> 20, 1, STANDARD_REQUESTS));
    }
}
