package dev.lifeboat.app.wire;

/// The real parts, built on demand and handed to commands and screens.
public final class Parts {
    private final Surroundings surroundings;

    private Parts(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    public static Parts real(Surroundings surroundings) {
        return new Parts(surroundings);
    }

    public Surroundings surroundings() {
        return surroundings;
    }

    public Version version() {
        return Version.ofThisBuild();
    }
}
