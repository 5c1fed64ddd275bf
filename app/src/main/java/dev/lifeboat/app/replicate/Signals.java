package dev.lifeboat.app.replicate;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// TERM, INT and HUP as events (K5), for a process that wants to end in its own order and with its own status.
///
/// The VM's way, a shutdown hook, hears of the first signal only and ends with 143 if it is left alone. A signal
/// that is ignored when the process starts stays ignored: that is what `nohup` is for.
///
/// `sun.misc.Signal` is reached by reflection, as the compiler warns of it in a way that cannot be turned off.
public final class Signals {
    private static final List<String> ENDING = List.of("TERM", "INT", "HUP");
    private static final int NOT_REPLICATING = 1;

    private final BlockingQueue<Event> events = new LinkedBlockingQueue<>();
    private final AtomicInteger seen = new AtomicInteger();
    private volatile Consumer<String> action = name -> System.exit(NOT_REPLICATING);

    private Signals() {}

    /// Until `listen`, a signal ends the process with 1: nothing is replicated yet.
    public static Signals install() {
        Signals signals = new Signals();
        ENDING.forEach(name -> install(name, () -> signals.action.accept(name)));
        return signals;
    }

    /// From here on signals are events.
    void listen() {
        action = name -> {
            seen.incrementAndGet();
            events.add(new Event.Signalled(name));
        };
    }

    /// From here on the second signal of all ends the process at once; what is open is let go by the kernel, which
    /// leaves the same as closing it in order does (ST-1).
    void haltOnSecond(int status) {
        action = name -> {
            if (seen.incrementAndGet() > 1) {
                Runtime.getRuntime().halt(status);
            }
        };
        if (seen.get() > 1) {
            Runtime.getRuntime().halt(status);
        }
    }

    void add(Event event) {
        events.add(event);
    }

    /// The next event; null where none came in time. An interrupt, which nobody should send, ends the wait alone.
    @Nullable
    Event next(long longestMillis) {
        try {
            return events.poll(longestMillis, TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            return null;
        }
    }

    private static void install(String name, Runnable handler) {
        try {
            Class<?> signal = Class.forName("sun.misc.Signal");
            Class<?> handlerType = Class.forName("sun.misc.SignalHandler");
            Object proxy = Proxy.newProxyInstance(
                    handlerType.getClassLoader(), new Class<?>[] {handlerType}, (self, method, arguments) -> {
                        if (method.getName().equals("handle")) {
                            handler.run();
                        }
                        return null;
                    });
            signal.getMethod("handle", signal, handlerType)
                    .invoke(null, signal.getConstructor(String.class).newInstance(name), proxy);
        } catch (InvocationTargetException e) {
            // The platform has no such signal, or keeps it for itself: its own way to end is as good as any.
            return;
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("no signals in this runtime", e);
        }
    }
}
