package dev.lifeboat.engine.store.s3;

import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Keys that end: asked for anew a little before, one thread at a time. What is still good is used on when
/// asking fails.
final class TemporaryKeys implements KeySource {
    private static final Logger LOG = LoggerFactory.getLogger(TemporaryKeys.class);
    private static final Duration EARLY = Duration.ofMinutes(5);

    private final Source source;
    private final Runnable renewBelow;
    private final Clock clock;
    private Optional<Lease> lease = Optional.empty();

    record Lease(AccessKeys keys, Instant until) {
        boolean isGood(Instant when) {
            return when.isBefore(until);
        }
    }

    @FunctionalInterface
    interface Source {
        Lease ask() throws IOException;
    }

    /// `renewBelow` renews what `source` itself asks with.
    TemporaryKeys(Source source, Runnable renewBelow, Clock clock) {
        this.source = source;
        this.renewBelow = renewBelow;
        this.clock = clock;
    }

    @Override
    public synchronized AccessKeys keys() throws IOException {
        Instant now = clock.instant();
        Optional<Lease> held = lease.filter(each -> each.isGood(now));
        if (held.filter(each -> each.isGood(now.plus(EARLY))).isPresent()) {
            return held.get().keys();
        }
        try {
            Lease next = source.ask();
            lease = Optional.of(next);
            return next.keys();
        } catch (IOException e) {
            if (held.isEmpty()) {
                throw e;
            }
            LOG.warn(
                    "credentials that end at {} cannot be renewed yet: {}",
                    held.get().until(),
                    e.getMessage());
            return held.get().keys();
        }
    }

    @Override
    public boolean renew() {
        renewBelow.run();
        synchronized (this) {
            lease = Optional.empty();
        }
        return true;
    }
}
