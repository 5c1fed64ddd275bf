package dev.lifeboat.engine.verify;

import java.util.function.LongConsumer;

/// Turns "so many bytes of this object so far" into "so many more".
final class Counted implements LongConsumer {
    private final LongConsumer more;
    private long before;

    Counted(LongConsumer more) {
        this.more = more;
    }

    @Override
    public void accept(long soFar) {
        more.accept(soFar - before);
        before = soFar;
    }
}
