package dev.lifeboat.runbooks.services;

/// Which container is meant. Everything but exactly one match is refused with the list.
public sealed interface ContainerChoice {
    record Named(String name) implements ContainerChoice {
        @Override
        public String toString() {
            return name;
        }
    }

    record NameContains(String part) implements ContainerChoice {
        @Override
        public String toString() {
            return "name-contains " + part;
        }
    }

    record Labelled(String key, String value) implements ContainerChoice {
        @Override
        public String toString() {
            return "label " + key + "=" + value;
        }
    }
}
