package dev.lifeboat.engine.backup;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/// Notes what is opened, and answers for `slow` only when `before` was asked for.
public final class SlowBackup implements Backup {
    private static final long SECONDS = 20;

    private final Backup backup;
    private final String slow;
    private final String before;
    private final CountDownLatch asked = new CountDownLatch(1);
    private final ConcurrentLinkedQueue<String> opened = new ConcurrentLinkedQueue<>();

    public SlowBackup(Backup backup, String slow, String before) {
        this.backup = backup;
        this.slow = slow;
        this.before = before;
    }

    /// The keys that were opened until now, as often as they were.
    public List<String> opened() {
        return List.copyOf(opened);
    }

    @Override
    public String location() {
        return backup.location();
    }

    @Override
    public History listing() throws IOException {
        return backup.listing();
    }

    @Override
    public History withEnds(History listing) throws IOException {
        return backup.withEnds(listing);
    }

    @Override
    public InputStream stored(String key) throws IOException {
        opened.add(key);
        if (key.equals(before)) {
            asked.countDown();
        } else if (key.equals(slow)) {
            await();
        }
        return backup.stored(key);
    }

    private void await() throws IOException {
        try {
            assertThat(asked.await(SECONDS, TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException e) {
            throw new InterruptedIOException();
        }
    }

    @Override
    public InputStream payload(String key, InputStream stored) throws IOException {
        return backup.payload(key, stored);
    }
}
