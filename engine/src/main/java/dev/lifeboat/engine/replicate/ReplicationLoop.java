package dev.lifeboat.engine.replicate;

import dev.lifeboat.engine.GenerationId;
import dev.lifeboat.engine.Position;
import dev.lifeboat.engine.Problem;
import dev.lifeboat.engine.live.DatabasePath;
import dev.lifeboat.engine.live.DatabaseTrouble;
import dev.lifeboat.engine.live.FileSystemKind;
import dev.lifeboat.engine.live.LiveDatabase;
import dev.lifeboat.engine.replicate.Follower.Found;
import dev.lifeboat.engine.replicate.control.ControlRequest;
import dev.lifeboat.engine.replicate.control.ReplicatorStatus.Figures;
import dev.lifeboat.engine.replicate.control.ReplicatorStatus.ReplicaStatus;
import dev.lifeboat.engine.replicate.control.ReplicatorStatus.State;
import dev.lifeboat.engine.replicate.spool.Chunk;
import dev.lifeboat.engine.replicate.spool.DiskWait;
import dev.lifeboat.engine.replicate.spool.Spool;
import dev.lifeboat.engine.replicate.upload.Lanes;
import dev.lifeboat.engine.wal.WalHeader;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import java.util.random.RandomGenerator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// What a replicator does with its database, tick by tick. One thread at a time calls it, and nobody else touches the
/// database. It waits for no store.
final class ReplicationLoop {
    private static final Logger LOG = LoggerFactory.getLogger(ReplicationLoop.class);

    /// Looks at a WAL that is being written just now, before a request is answered that it did not go.
    private static final int MOST_LOOKS = 50;

    private static final Duration BETWEEN_LOOKS = Duration.ofMillis(5);

    /// From here on the WAL is sealed also while it is written, whatever the page size: a quarter of the 256 MiB
    /// that we promise. A fast application writes 250 MB a second; seals that began at 128 MiB came too late.
    private static final long MOST_WAL_BYTES = 64L << 20;

    /// The note costs an fsync; it is written at once where something depends on it.
    private static final long NOTE_NANOS = Duration.ofSeconds(1).toNanos();

    /// A replica that cannot take a generation will hardly take the next one at once.
    private static final long BETWEEN_GENERATIONS_NANOS = Duration.ofSeconds(5).toNanos();

    private final DatabasePath path;
    private final MetaDirectory meta;
    private final Lanes lanes;
    private final DiskWait wait = new DiskWait();
    private final Spool spool;
    private final Chunks chunks;
    private final SpoolLimit limit;
    private final Clock clock;
    private final RandomGenerator random;
    private final long walLimitBytes;
    private final ReplicatorSettings settings;
    private final SealCount seals;
    private final Standing standing;

    private Optional<Session> session = Optional.empty();
    private Optional<Position> captured = Optional.empty();
    private Optional<WalGate> gate = Optional.empty();
    private Optional<Noted> noted = Optional.empty();
    private boolean isNoteRead;
    private boolean isFreshWanted;
    private long notedNanos;
    private long generationNanos = System.nanoTime() - BETWEEN_GENERATIONS_NANOS;
    private long captures;
    private long captureErrors;
    private Optional<Instant> failingSince = Optional.empty();
    private long generations;
    private long commitsBefore;
    private long foundBytes;
    private long framesFound;
    private long lookNanos = System.nanoTime();
    private double framesASecond;
    private String incident = "";
    private List<String> surroundings = List.of();

    ReplicationLoop(
            DatabasePath path,
            MetaDirectory meta,
            Lanes lanes,
            Clock clock,
            RandomGenerator random,
            long walLimitBytes,
            ReplicatorSettings settings,
            SealCount seals) {
        this.path = path;
        this.meta = meta;
        this.lanes = lanes;
        this.spool = new Spool(meta.spool(), wait);
        this.chunks = new Chunks(spool, lanes);
        this.limit = new SpoolLimit(meta.path(), settings.spoolLimitBytes());
        this.clock = clock;
        this.random = random;
        this.walLimitBytes = walLimitBytes;
        this.settings = settings;
        this.seals = seals;
        this.standing = new Standing(path);
    }

    State state() {
        return standing.state();
    }

    String reason() {
        return standing.reason();
    }

    Optional<GenerationId> generation() {
        return session.map(Session::generation);
    }

    Optional<Position> captured() {
        return captured;
    }

    long walBytes() {
        return session.map(Session::walBytes).orElse(0L);
    }

    /// Since when nothing could be captured though the database is followed.
    Optional<Instant> failingSince() {
        return state() == State.REPLICATING ? failingSince : Optional.empty();
    }

    /// Which disk a round waits for just now, and for longer than `limit`. For every thread.
    Optional<DiskWait.Wait> waitsLongerThan(Duration limit) {
        return wait.longerThan(limit);
    }

    /// One round: take the database up if it is not, capture, tend the WAL. `now` looks even where nothing seems to
    /// have changed. Where a generation goes on, only a look finds what was committed meanwhile. `isSilent` is
    /// what a glance said.
    void tick(boolean now, boolean isSilent) {
        if (state() == State.STARTING || state() == State.WAITING) {
            begin();
        }
        if (state() == State.REPLICATING) {
            capture(() -> captureAndTend(now, isSilent));
            heedLanes();
            keepToLimit();
        }
        keepUp();
    }

    /// What is to be done beside looking at the database.
    void keepUp() {
        lanes.tick();
        note(false);
        chunks.prune();
    }

    private void begin() {
        if (gate.isPresent() && gate.get().isShut() || limit.isStillFull(spool.bytes())) {
            return;
        }
        gate = Optional.empty();
        try {
            Optional<DatabaseTrouble> unsafe = settings.allowAnyFileSystem()
                    ? Optional.empty()
                    : FileSystemKind.of(path.file()).trouble(path.file());
            if (unsafe.isPresent()) {
                standing.become(State.WAITING, unsafe.get().sentence());
                return;
            }
            surroundings = Surroundings.notices(path, clock.instant());
            switch (wait.during(path.directory(), () -> LiveDatabase.open(path))) {
                case LiveDatabase.OpenOutcome.Unusable(DatabaseTrouble trouble) ->
                    standing.become(State.WAITING, trouble.sentence());
                case LiveDatabase.OpenOutcome.Opened(LiveDatabase database) -> takeUp(database);
            }
        } catch (IOException e) {
            standing.become(State.WAITING, "cannot take up " + path + ": " + e);
        }
    }

    /// Whatever fails, nothing stays open.
    private void takeUp(LiveDatabase database) throws IOException {
        try {
            readNote();
            Optional<Session> resumed = isFreshWanted ? Optional.empty() : resume(database);
            if (resumed.isPresent()) {
                session = resumed;
                captured = Optional.of(resumed.get().position());
                standing.become(State.REPLICATING, "");
                LOG.info("goes on database={} position={}", path, resumed.get().position());
            } else {
                bear(database);
            }
        } finally {
            if (session.isEmpty()) {
                database.close();
            }
        }
    }

    /// What an earlier run has left is taken over once; later the note is ours.
    private void readNote() throws IOException {
        if (isNoteRead) {
            return;
        }
        noted = meta.read("position").flatMap(Noted::parse);
        List<Chunk> left = new ArrayList<>();
        if (noted.isPresent()) {
            left.addAll(spool.leftOf(noted.get().captured().generation()));
        }
        chunks.takeOver(left);
        isNoteRead = true;
    }

    private Optional<Session> resume(LiveDatabase database) throws IOException {
        if (noted.isEmpty() || noted.get().acknowledged().isEmpty()) {
            return Optional.empty();
        }
        Noted note = noted.get();
        List<Chunk> waiting = chunks.of(note.captured());
        switch (new Resumption(database, note, waiting).look()) {
            case Resumption.Outcome.GoesOn(Life life, long pages) -> {
                Follower follower = new Follower(
                        database,
                        note.captured().generation(),
                        spool,
                        clock,
                        walLimitBytes,
                        Optional.of(life),
                        false,
                        pages);
                lanes.resumeGeneration(note.captured().generation(), note.acknowledged(), waiting);
                chunks.holdUntil(follower.position());
                return Optional.of(session(database, note.captured().generation(), follower));
            }
            case Resumption.Outcome.Ended(String reason, Resumption.Behind behind) -> {
                switch (behind) {
                    case YES -> LOG.error("{}; what the replicas have is kept, a new generation begins", reason);
                    case PERHAPS -> LOG.warn("{}; what the replicas have is kept, a new generation begins", reason);
                    case NO -> LOG.warn("a new generation begins: {}", reason);
                }
                incident = behind == Resumption.Behind.NO ? "" : reason;
                // What was captured of the old one is still of use where its snapshot is.
                lanes.resumeGeneration(note.captured().generation(), note.acknowledged(), waiting);
                lanes.endGeneration();
                return Optional.empty();
            }
        }
    }

    private void bear(LiveDatabase database) throws IOException {
        GenerationId generation = GenerationId.random(random);
        switch (new Birth(database, generation, spool, meta.path(), clock, walLimitBytes).look()) {
            case Birth.Outcome.Born born -> born(database, generation, born);
            case Birth.Outcome.Impossible(DatabaseTrouble trouble) -> {
                if (trouble instanceof DatabaseTrouble.WalTooLarge) {
                    gate = Optional.of(WalGate.shut(path.wal()));
                }
                standing.become(State.WAITING, trouble.sentence());
            }
        }
    }

    private void born(LiveDatabase database, GenerationId generation, Birth.Outcome.Born born) {
        Session begun = session(database, generation, born.follower());
        session = Optional.of(begun);
        generations++;
        isFreshWanted = false;
        generationNanos = System.nanoTime();
        begun.show(born.image());
        lanes.beginGeneration(born.image(), born.image().at(), clock.instant());
        born.chunk().ifPresent(this::take);
        captured = Optional.of(begun.position());
        standing.become(State.REPLICATING, "");
        LOG.info("replicating database={} generation={} position={}", path, generation, begun.position());
    }

    private Session session(LiveDatabase database, GenerationId generation, Follower follower) {
        // Large pages make a WAL large sooner.
        CheckpointSettings checkpoints = settings.checkpoints()
                .within(Math.min(MOST_WAL_BYTES, walLimitBytes / 2)
                        / database.pageSize().bytes());
        return new Session(database, generation, follower, meta.path(), checkpoints, this::take, seals);
    }

    private void take(Chunk chunk) {
        chunks.add(chunk);
        captured = Optional.of(chunk.end());
        captures++;
        foundBytes += chunk.end().offset() - chunk.start().offset();
        lanes.captured(chunk);
    }

    private void capture(Round round) {
        long beganNanos = System.nanoTime();
        try {
            wait.during(path.directory(), round::run);
            pace(beganNanos);
        } catch (IOException e) {
            // Nothing was captured and nothing is lost: the frames stay in the WAL as long as the read mark stands.
            captureErrors++;
            failingSince = failingSince.or(() -> Optional.of(clock.instant()));
            standing.become(State.REPLICATING, "cannot capture: " + e);
        }
    }

    @FunctionalInterface
    private interface Round {
        void run() throws IOException;
    }

    private void captureAndTend(boolean now, boolean isSilent) throws IOException {
        Found found = look(now);
        judge(found);
        if (found instanceof Found.Nothing || found instanceof Found.Captured) {
            Session current = session.orElseThrow();
            // A short silence is no pause: a seal for each of them would be many.
            boolean isQuiet = found instanceof Found.Nothing && !isSilent;
            Session.Tended tended = current.tend(isQuiet, isSilent && found.isAll());
            if (tended.image().isPresent()) {
                SnapshotImage image = tended.image().get();
                note(true);
                lanes.snapshot(image, image.at(), clock.instant());
            }
            judge(tended.found());
        }
    }

    private void judge(Found found) {
        switch (found) {
            case Found.Nothing _, Found.Captured _ -> {
                failingSince = Optional.empty();
                standing.become(State.REPLICATING, "");
            }
            case Found.Unclear(String why) -> standing.become(State.REPLICATING, why);
            case Found.Broken(String why) -> beginAnew(why);
            case Found.Incident(String why) -> letGo(State.INCIDENT, why);
        }
    }

    private void beginAnew(String why) {
        LOG.warn("a new generation begins: {}", why);
        letGo(State.STARTING, "");
        isFreshWanted = true;
        begin();
    }

    private Found look(boolean now) throws IOException {
        Session current = session.orElseThrow();
        Found found = current.look(now);
        for (int look = 1; now && found instanceof Found.Unclear && look < MOST_LOOKS; look++) {
            LockSupport.parkNanos(BETWEEN_LOOKS.toNanos());
            found = current.look(true);
        }
        return found;
    }

    private void pace(long beganNanos) {
        long nanos = System.nanoTime();
        framesFound = session.map(now -> foundBytes / now.frameBytes()).orElse(0L);
        framesASecond = CheckpointPolicy.pace(
                framesASecond, framesFound, Duration.ofNanos(nanos - lookNanos), Duration.ofNanos(nanos - beganNanos));
        lookNanos = nanos;
        foundBytes = 0;
    }

    private void heedLanes() {
        if (session.isEmpty()) {
            return;
        }
        Session current = session.get();
        Optional<String> wanted = lanes.wantsSnapshot();
        if (wanted.isPresent()) {
            current.wantSnapshot(wanted.get());
        }
        Optional<String> anew = lanes.wantsNewGeneration()
                .or(() -> wanted.filter(_ -> !current.whyNoCheckpoint().isEmpty()));
        if (anew.isPresent() && System.nanoTime() - generationNanos > BETWEEN_GENERATIONS_NANOS) {
            beginAnew(anew.get());
        }
    }

    /// OB-9: a store that is away must not cost the application its disk, nor the other replicas what comes next.
    private void keepToLimit() {
        if (session.isPresent() && limit.isReached(spool.bytes()) && lanes.yieldBacklogs()) {
            note(true);
            chunks.prune();
        }
        if (session.isPresent() && limit.isReached(spool.bytes())) {
            letGo(State.WAITING, limit.sentence(spool.bytes()));
            LOG.error("{}", standing.reason());
        }
    }

    /// Writes down how far the database was captured: at most once a second, and at once where `must` says so, where
    /// another life of the WAL began or where a replica got its first object of the generation.
    private void note(boolean must) {
        if (session.isEmpty() || captured.isEmpty()) {
            noteAcknowledged();
            return;
        }
        long nanos = System.nanoTime();
        Session current = session.get();
        Map<String, Position> acknowledged = acknowledged(current.generation());
        boolean isDue = must
                || noted.isEmpty()
                || !headerOf(noted.get().life())
                        .equals(headerOf(current.follower().life()))
                || noted.get().captured().index() != current.position().index()
                || !noted.get().captured().generation().equals(current.generation())
                || !noted.get().acknowledged().keySet().equals(acknowledged.keySet())
                || nanos - notedNanos >= NOTE_NANOS;
        if (!isDue) {
            return;
        }
        Noted now = new Noted(
                current.identity(),
                current.position(),
                current.follower().life(),
                current.follower().previous(),
                current.follower().pages(),
                tail(current),
                acknowledged);
        write(now, nanos);
    }

    /// Without it a later start knows less, and that is all.
    private static Tail tail(Session current) {
        try {
            return current.follower().tail();
        } catch (IOException e) {
            LOG.warn("reading what was captured last: {}", e.toString());
            return Tail.UNKNOWN;
        }
    }

    /// The database was let go, and what was captured of it is still being sent.
    private void noteAcknowledged() {
        long nanos = System.nanoTime();
        if (noted.isPresent() && nanos - notedNanos >= NOTE_NANOS) {
            Map<String, Position> ends = new LinkedHashMap<>(noted.get().acknowledged());
            ends.putAll(acknowledged(noted.get().captured().generation()));
            write(noted.get().with(ends), nanos);
        }
    }

    private void write(Noted now, long nanos) {
        if (noted.isPresent() && noted.get().equals(now)) {
            return;
        }
        try {
            wait.during(meta.path(), () -> meta.write("position", now.json()));
            noted = Optional.of(now);
            notedNanos = nanos;
            chunks.noted(neededFrom(now));
        } catch (IOException e) {
            LOG.warn("cannot note the position: {}", e.toString());
        }
    }

    /// Where a start would have to begin to send again. A replica that was given up needs nothing, and one of which
    /// nothing is noted begins with a snapshot.
    private Position neededFrom(Noted now) {
        return lanes.status().stream()
                .filter(replica -> !replica.isStopped())
                .flatMap(replica -> Optional.ofNullable(now.acknowledged().get(replica.name())).stream())
                .min(Comparator.naturalOrder())
                .orElse(now.captured());
    }

    private static Optional<WalHeader> headerOf(Optional<Life> life) {
        return life.map(Life::header);
    }

    private Map<String, Position> acknowledged(GenerationId generation) {
        Map<String, Position> ends = new LinkedHashMap<>();
        for (ReplicaStatus replica : lanes.status()) {
            replica.acknowledged()
                    .filter(end -> end.generation().equals(generation))
                    .ifPresent(end -> ends.put(replica.name(), end));
        }
        return ends;
    }

    /// Whether glances are worth it.
    boolean isAttentive() {
        return session.map(Session::isAttentive).orElse(false);
    }

    /// See [Session#isSilent].
    boolean isSilent() {
        return session.map(Session::isSilent).orElse(false);
    }

    /// How long the database may be left alone now, where nobody falls silent.
    Duration untilNextTick() {
        if (state() != State.REPLICATING) {
            return settings.interval();
        }
        Duration wanted = CheckpointPolicy.untilNextLook(
                settings.interval(),
                framesASecond,
                framesASecond >= 1 && session.map(Session::isOnSlotZero).orElse(false));
        return framesFound > 0
                ? lanes.untilFree().filter(free -> free.compareTo(wanted) < 0).orElse(wanted)
                : wanted;
    }

    /// What was counted since the start.
    Figures figures() {
        long pageBytes = session.map(Session::pageBytes).orElse(0L);
        return new Figures(
                session.map(now -> now.follower().pages() * pageBytes).orElse(0L),
                session.map(Session::walFileBytes).orElse(0L),
                spool.bytes(),
                commitsBefore + session.map(now -> now.follower().commits()).orElse(0L),
                captures,
                captureErrors,
                seals.seals(),
                seals.givenUp(),
                seals.nanosTotal(),
                seals.nanosWorst(),
                generations);
    }

    List<String> notices() {
        List<String> notices = new ArrayList<>(surroundings);
        notices.addAll(lanes.notices());
        session.map(Session::notices).ifPresent(notices::addAll);
        if (!incident.isEmpty()) {
            notices.add(incident);
        }
        return notices;
    }

    /// The database's side of what was asked for; a problem where it did not go.
    Optional<Problem> handle(ControlRequest request) {
        switch (request) {
            case STATUS -> {}
            case SYNC -> tick(true, false);
            case RELEASE -> {
                if (state() == State.REPLICATING) {
                    captureRest();
                }
                letGo(State.RELEASED, "released at someone's request");
                return Optional.empty();
            }
            case REOPEN -> {
                letGo(State.STARTING, "");
                gate = Optional.empty();
                incident = "";
                tick(true, false);
            }
        }
        return standing.problem();
    }

    /// The last look before the end. What lies beside the database stays as it is (ST-1), the read mark included.
    void captureRest() {
        if (state() == State.STARTING) {
            begin();
        }
        if (state() == State.REPLICATING) {
            capture(() -> judge(look(true)));
            note(true);
        }
    }

    /// Whether nothing is known to have been committed that was not captured. A database that never came up has
    /// nothing to lose here; one that was captured and cannot be looked at any more may have.
    boolean isEverythingCaptured() {
        return switch (state()) {
            case REPLICATING -> reason().isEmpty();
            case STARTING, WAITING -> captured.isEmpty();
            case RELEASED -> true;
            case INCIDENT, STALLED, STOPPED -> false;
        };
    }

    /// Closes the database by ST-1. The order is LiveDatabase's; after it nothing of ours is open on the file set.
    void letGo(State next, String why) {
        if (session.isPresent()) {
            note(true);
            // No image is read any more when this returns.
            lanes.endGeneration();
            Session open = session.get();
            session = Optional.empty();
            commitsBefore += open.follower().commits();
            try {
                open.close();
            } catch (IOException e) {
                LOG.warn("closing {}: {}", path, e.toString());
            }
        }
        standing.become(next, why);
    }
}
