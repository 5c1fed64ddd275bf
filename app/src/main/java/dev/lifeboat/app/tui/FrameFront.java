package dev.lifeboat.app.tui;

import com.googlecode.lanterna.TerminalSize;
import com.googlecode.lanterna.screen.Screen.RefreshType;
import com.googlecode.lanterna.screen.TerminalScreen;
import dev.lifeboat.app.tui.paint.Canvas;
import dev.lifeboat.app.tui.paint.CellWidth;
import dev.lifeboat.app.tui.paint.LanternaPainter;
import dev.lifeboat.app.tui.terminal.FrameTerminal;
import dev.lifeboat.app.tui.terminal.TerminalGuard;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.zip.CRC32;

/// Paints the newest model on the terminal, at most 20 times a second. `run` is the rendering thread: it may wait for
/// a slow line, the update thread does not.
final class FrameFront implements Front {
    private static final long FRAME_NANOS = TimeUnit.MILLISECONDS.toNanos(50);

    private final Looks looks;
    private final TerminalGuard guard;
    private final FrameTerminal terminal;
    private final LanternaPainter painter;
    private final TerminalScreen screen;

    /// Guards the hand-over of models.
    private final ReentrantLock lock = new ReentrantLock();

    private final Condition news = lock.newCondition();

    /// Held while the terminal is written to, or given away.
    private final ReentrantLock writing = new ReentrantLock();

    private Model newest;
    private long version;
    private boolean complete = true;
    private volatile long asked;
    private volatile long shown = -1;
    private volatile long hash;
    private TerminalSize size;
    private boolean started;

    FrameFront(TerminalGuard guard, Looks looks, Model first) throws IOException {
        this.looks = looks;
        this.guard = guard;
        this.newest = first;
        this.size = first.size();
        this.painter = new LanternaPainter(looks.theme(), looks.charset());
        this.terminal = new FrameTerminal(guard.frames(), looks.charset(), () -> size, CellWidth::of);
        this.screen = new TerminalScreen(terminal);
    }

    @Override
    public void show(Model model) {
        lock.lock();
        try {
            if (!model.equals(newest) || complete) {
                newest = model;
                asked = ++version;
                news.signalAll();
            }
        } finally {
            lock.unlock();
        }
    }

    @Override
    public void redraw() {
        lock.lock();
        try {
            complete = true;
            asked = ++version;
            news.signalAll();
        } finally {
            lock.unlock();
        }
    }

    @Override
    public void suspend() {
        writing.lock();
        try {
            guard.suspend();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } finally {
            writing.unlock();
        }
    }

    @Override
    public void answered() {
        // There is no prompt here.
    }

    @Override
    public void idle(Model model) {
        // The screen shows at any time what can be done.
    }

    @Override
    public boolean isDone() {
        return shown == asked;
    }

    @Override
    public long hash() {
        return hash;
    }

    /// Paints until interrupted.
    void run(Runnable afterFrame) throws IOException {
        try {
            screen.setCursorPosition(null);
            while (!Thread.interrupted()) {
                long before = System.nanoTime();
                frame();
                afterFrame.run();
                TimeUnit.NANOSECONDS.sleep(Math.max(0, FRAME_NANOS - (System.nanoTime() - before)));
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    private void frame() throws IOException, InterruptedException {
        Model model;
        boolean whole;
        long number;
        lock.lock();
        try {
            while (shown == version) {
                news.await();
            }
            model = newest;
            whole = complete;
            complete = false;
            number = version;
        } finally {
            lock.unlock();
        }
        paint(model, whole);
        shown = number;
    }

    private void paint(Model model, boolean whole) throws IOException {
        Canvas canvas = new Canvas(model.size().getColumns(), model.size().getRows(), looks.glyphs());
        Screens.view(model, canvas);
        writing.lock();
        try {
            if (!guard.isEntered()) {
                return;
            }
            size = model.size();
            terminal.getTerminalSize();
            boolean resized = screen.doResizeIfNecessary() != null;
            if (!started) {
                screen.startScreen();
                started = true;
            } else if (whole) {
                // Whoever had the terminal may have changed its attributes and modes.
                guard.enter();
                terminal.enterPrivateMode();
            }
            painter.paint(canvas, screen);
            screen.refresh(whole || resized ? RefreshType.COMPLETE : RefreshType.DELTA);
            terminal.flush();
        } finally {
            writing.unlock();
        }
        hash = hash(canvas);
    }

    private static long hash(Canvas canvas) {
        CRC32 crc = new CRC32();
        for (int row = 0; row < canvas.rows(); row++) {
            for (int column = 0; column < canvas.columns(); column++) {
                crc.update(canvas.text(column, row).getBytes(StandardCharsets.UTF_8));
                crc.update(canvas.role(column, row).letter());
            }
        }
        return crc.getValue();
    }
}
