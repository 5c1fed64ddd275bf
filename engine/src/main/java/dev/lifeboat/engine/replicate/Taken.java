package dev.lifeboat.engine.replicate;

import dev.lifeboat.engine.Position;
import dev.lifeboat.engine.Problem;
import dev.lifeboat.engine.ProblemCode;
import dev.lifeboat.engine.ProblemException;
import dev.lifeboat.engine.live.DatabasePath;
import dev.lifeboat.engine.replicate.control.ControlHandler.Answer;
import dev.lifeboat.engine.replicate.control.ControlRequest;
import dev.lifeboat.engine.replicate.control.ControlServer;
import dev.lifeboat.engine.replicate.control.ReplicatorStatus;
import dev.lifeboat.engine.replicate.control.ReplicatorStatus.ReplicaStatus;
import dev.lifeboat.engine.replicate.control.ReplicatorStatus.State;
import dev.lifeboat.engine.replicate.spool.DiskWait;
import dev.lifeboat.engine.replicate.upload.Destination;
import dev.lifeboat.engine.replicate.upload.Lanes;
import dev.lifeboat.engine.replicate.upload.Liveness;
import dev.lifeboat.engine.replicate.upload.WriterIdentity;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.random.RandomGenerator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// A database whose meta directory is ours: loop, lanes and control socket, from taking it to the end.
///
/// Whoever waits for stores does it on a thread of its own: the client of a request on the server's, the end on a
/// virtual one. The thread that ticks never does.
final class Taken implements Closeable {
    private static final Logger LOG = LoggerFactory.getLogger(Taken.class);

    /// A client that asked for a sync goes away sooner; a store that fails ends the wait at once.
    private static final Duration SYNC_LIMIT = Duration.ofMinutes(10);

    /// How often it is seen to that an application that was busy a moment ago is not silent because it waits for us.
    private static final Duration GLANCE = Duration.ofMillis(50);

    private static final Duration SOON = Duration.ofMillis(20);

    /// A slow disk takes a second or two for an fsync. One that takes longer is worth a word (D2).
    private static final Duration DISK_LIMIT = Duration.ofSeconds(3);

    private static final Path BOOT_ID = Path.of("/proc/sys/kernel/random/boot_id");

    private final Parts parts;
    private final MetaDirectory meta;
    private final Optional<ExecutorService> own;
    private final Lanes lanes;
    private final ReplicationLoop loop;
    private final CompletableFuture<Optional<Problem>> examined = new CompletableFuture<>();
    private Optional<ControlServer> server = Optional.empty();
    private Optional<CompletableFuture<Boolean>> drained = Optional.empty();
    private long nextLookNanos = System.nanoTime();
    private long dueNanos = System.nanoTime();
    private volatile Optional<Instant> failingSince = Optional.empty();
    private volatile ReplicatorStatus status;

    /// What a replicator is made of.
    record Parts(
            Path named,
            DatabasePath path,
            List<Destination> destinations,
            ReplicatorSettings settings,
            Clock clock,
            RandomGenerator random,
            long walLimitBytes,
            Inbox inbox,
            SealCount seals,
            Instant startedAt) {}

    private Taken(Parts parts, MetaDirectory meta, Executor uploads, Optional<ExecutorService> own) {
        this.parts = parts;
        this.meta = meta;
        this.own = own;
        this.lanes = new Lanes(
                parts.destinations(),
                work -> uploads.execute(LoggedDatabase.during(parts.named(), work)),
                parts.clock(),
                parts.random(),
                identity(parts),
                Liveness.ofProcesses(),
                parts.inbox()::nudge);
        this.loop = new ReplicationLoop(
                parts.path(),
                meta,
                lanes,
                parts.clock(),
                parts.random(),
                parts.walLimitBytes(),
                parts.settings(),
                parts.seals());
        this.status = now();
    }

    /// Throws [ProblemException] where another one has it. Whatever fails, nothing stays held.
    static Taken take(Parts parts, Executor uploads, Optional<ExecutorService> own) throws IOException {
        MetaDirectory meta = MetaDirectory.take(parts.path().metaDirectory(), parts.clock());
        Taken taken = new Taken(parts, meta, uploads, own);
        boolean begun = false;
        try {
            taken.server = Optional.of(ControlServer.start(meta.path(), taken::answer));
            Thread.ofVirtual().name("examine").start(taken::examine);
            begun = true;
            return taken;
        } finally {
            if (!begun) {
                taken.close();
            }
        }
    }

    private static WriterIdentity identity(Parts parts) {
        return new WriterIdentity(
                HexFormat.of().toHexDigits(parts.random().nextLong()),
                MetaDirectory.host(),
                ProcessHandle.current().pid(),
                bootId(),
                parts.clock().instant());
    }

    private static String bootId() {
        try {
            return Files.readString(BOOT_ID).trim();
        } catch (IOException e) {
            return "";
        }
    }

    /// Capturing does not wait for it: what a store is not for, its lane finds out before it writes.
    private void examine() {
        try {
            examined.complete(lanes.examine());
        } catch (RuntimeException e) {
            LOG.error("looking at the replicas of {}", parts.named(), e);
            examined.complete(Optional.empty());
        }
        parts.inbox().nudge();
    }

    Optional<Duration> tick() {
        Optional<Problem> refused = examined.getNow(Optional.empty());
        if (refused.isPresent()) {
            throw new ProblemException(refused.get());
        }
        boolean isCalled = parts.inbox().wasCalled();
        Optional<Inbox.Ask> ask = parts.inbox().poll();
        while (ask.isPresent()) {
            Optional<Problem> problem = loop.handle(ask.get().request());
            status = now();
            ask.get().answer().complete(problem.<Answer>map(Answer.Failed::new).orElse(new Answer.Done(status)));
            ask = parts.inbox().poll();
        }
        return parts.inbox().isStopping() ? end() : look(isCalled);
    }

    private Optional<Duration> look(boolean isCalled) {
        boolean isSilent = loop.isAttentive() && loop.isSilent();
        if (!isCalled && !isSilent && System.nanoTime() - dueNanos < 0) {
            return Optional.of(untilNext());
        }
        if (isSilent || System.nanoTime() - nextLookNanos >= 0) {
            loop.tick(false, isSilent);
            nextLookNanos = System.nanoTime() + loop.untilNextTick().toNanos();
        } else {
            loop.keepUp();
        }
        status = now();
        Duration untilLook = Duration.ofNanos(Math.max(nextLookNanos - System.nanoTime(), 0));
        Optional<Duration> untilAct = lanes.nextAct()
                .map(act -> Duration.between(parts.clock().instant(), act))
                .map(time -> time.compareTo(SOON) < 0 ? SOON : time);
        Duration untilDue =
                untilAct.filter(time -> time.compareTo(untilLook) < 0).orElse(untilLook);
        dueNanos = System.nanoTime() + untilDue.toNanos();
        return Optional.of(untilNext());
    }

    private Duration untilNext() {
        Duration untilDue = Duration.ofNanos(Math.max(0, dueNanos - System.nanoTime()));
        return loop.isAttentive() && untilDue.compareTo(GLANCE) > 0 ? GLANCE : untilDue;
    }

    /// ST-2 and ST-1: a last look, what is left to the stores within a limit, then the database is let go.
    private Optional<Duration> end() {
        if (drained.isEmpty()) {
            loop.captureRest();
            CompletableFuture<Boolean> done = new CompletableFuture<>();
            Instant limit = parts.clock().instant().plus(parts.settings().shutdownLimit());
            Thread.ofVirtual().name("drain").start(() -> {
                try {
                    boolean all = lanes.drain(limit);
                    lanes.release();
                    done.complete(all);
                } catch (RuntimeException e) {
                    LOG.error("sending what is left of {}", parts.named(), e);
                    done.complete(false);
                } finally {
                    parts.inbox().nudge();
                }
            });
            drained = Optional.of(done);
        }
        loop.keepUp();
        status = now();
        return drained.get().isDone() ? Optional.empty() : Optional.of(SOON);
    }

    /// After `tick` has answered that nothing is left to do.
    Replicator.Ended ended() {
        boolean everything = loop.isEverythingCaptured()
                && drained.map(done -> done.getNow(false)).orElse(false)
                && loop.captured().map(lanes::hasAll).orElse(true);
        if (!everything) {
            LOG.warn("{}: not everything was acknowledged when its replication ended{}", parts.named(), whatIsLeft());
        }
        loop.letGo(State.STOPPED, "");
        status = now();
        return new Replicator.Ended(everything, loop.captured());
    }

    private String whatIsLeft() {
        List<String> lacking = loop.captured().map(lanes::lacking).orElse(List.of());
        return lacking.isEmpty()
                ? ""
                : "; what was captured is kept in the spool, and the next start sends it, or a new"
                        + " snapshot, to replica "
                        + String.join("; to replica ", lacking);
    }

    private ReplicatorStatus now() {
        failingSince = loop.failingSince();
        return new ReplicatorStatus(
                parts.named(),
                loop.state(),
                loop.reason(),
                ProcessHandle.current().pid(),
                parts.startedAt(),
                loop.generation(),
                loop.captured(),
                loop.walBytes(),
                loop.figures(),
                loop.notices(),
                replicas());
    }

    /// A lag of zero is no comfort while nothing can be captured (D1).
    private List<ReplicaStatus> replicas() {
        return failingSince
                .map(since -> lanes.status().stream()
                        .map(replica -> replica.pendingAtLeastSince(since))
                        .toList())
                .orElseGet(lanes::status);
    }

    /// For any thread: what the loop said last, with what the lanes say now.
    private ReplicatorStatus current() {
        return loop.waitsLongerThan(DISK_LIMIT)
                .map(wait -> stalled(status, wait))
                .orElseGet(() -> status.with(replicas()));
    }

    /// For any thread: the status that the last tick left, or that the present one does not come back from a disk.
    ReplicatorStatus status() {
        ReplicatorStatus left = status;
        return loop.waitsLongerThan(DISK_LIMIT).map(wait -> stalled(left, wait)).orElse(left);
    }

    private ReplicatorStatus stalled(ReplicatorStatus left, DiskWait.Wait wait) {
        return left.stalled(
                "capturing has waited " + wait.time().toSeconds() + " s for the disk below " + wait.below()
                        + ", and goes on when it answers",
                parts.clock().instant().minus(wait.time()));
    }

    /// On the client's thread.
    Answer answer(ControlRequest request) {
        return switch (request) {
            case STATUS -> new Answer.Done(current());
            case SYNC, REOPEN -> sent(parts.inbox().ask(request));
            case RELEASE -> {
                // A snapshot that is under way can only be finished while the database is open.
                sent(parts.inbox().ask(ControlRequest.SYNC));
                yield switch (parts.inbox().ask(request)) {
                    case Answer.Failed failed -> failed;
                    case Answer.Done(ReplicatorStatus asked) -> {
                        asked.captured().ifPresent(this::send);
                        yield new Answer.Done(current());
                    }
                };
            }
        };
    }

    /// Waits for the stores, up to what was captured when the loop answered; a problem where one lacks some of it then.
    private Answer sent(Answer asked) {
        if (!(asked instanceof Answer.Done(ReplicatorStatus then))) {
            return asked;
        }
        List<String> lacking = then.captured().map(this::send).orElse(List.of());
        Optional<Problem> alarm = lanes.alarms().stream().findFirst();
        if (alarm.isPresent()) {
            return new Answer.Failed(alarm.get());
        }
        return lacking.isEmpty()
                ? new Answer.Done(current())
                : new Answer.Failed(Problem.of(
                                ProblemCode.STORE_UNREACHABLE,
                                "not everything is in replica " + String.join("; in replica ", lacking))
                        .withSafe("what it lacks is kept in the spool and sent later"));
    }

    private List<String> send(Position position) {
        return lanes.sendUpTo(position, parts.clock().instant().plus(SYNC_LIMIT));
    }

    @Override
    public void close() {
        loop.letGo(State.STOPPED, "");
        lanes.close();
        own.ifPresent(ExecutorService::shutdown);
        try {
            if (server.isPresent()) {
                server.get().close();
            }
            meta.close();
        } catch (IOException e) {
            LOG.warn("closing {}: {}", meta.path(), e.toString());
        }
    }
}
