package dev.lifeboat.engine.event;

/// Takes events. It returns quickly, never throws, and may be called by several threads.
@FunctionalInterface
public interface EventSink {
    void accept(EngineEvent event);

    static EventSink ignoring() {
        return event -> {};
    }
}
