package dev.lifeboat.rig;

import dev.lifeboat.rig.campaign.Campaign;
import dev.lifeboat.rig.judge.Order;
import dev.lifeboat.rig.process.Lifeboat;
import dev.lifeboat.rig.process.Wait;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// S7: the store goes away in one way after the other while the application writes, comes back, and gets all of it, in
/// order. The application writes on until the replica has caught up.
final class Outage {
    private static final long WAL_LIMIT_BYTES = 256L << 20;
    private static final Pattern LAG = Pattern.compile("\"lag_ms\": ?(\\d+)");
    /// What a lag may lack of the age of the outage: the interval between segments, and what was on its way.
    private static final long ON_ITS_WAY_MILLIS = 5_000;
    /// Failures that open the circuit (OB-5); the requests of one pass before that.
    private static final long BEFORE_THE_CIRCUIT_OPENS = 5;

    /// The replicator knows that the store is away: `status` does not wait for it once more, which would be 20 s of
    /// silence. The start of a JVM on a loaded machine is less.
    private static final long ANSWER_MILLIS = 15_000;

    /// One way of being away, called `name`; `isSeen` says whether attempts can be counted.
    record Way(String name, boolean isSeen, Step begin) {}

    interface Step {
        void take() throws IOException;
    }

    /// How often somebody has tried to reach the store so far.
    interface Attempts {
        long soFar() throws IOException;
    }

    private final Scene scene;
    private final Campaign campaign;
    private final Attempts attempts;

    Outage(Scene scene, Campaign campaign, Attempts attempts) {
        this.scene = scene;
        this.campaign = campaign;
        this.attempts = attempts;
    }

    /// Lasts `time`, an equal part of it for each of the `ways`; then `back` is taken.
    void happen(Duration time, List<Way> ways, Step back) throws Exception {
        Duration part = time.dividedBy(ways.size());
        campaign.remark("tx/s before " + speed(Duration.ofSeconds(Math.clamp(part.toSeconds() / 10, 2, 20))));
        try (WalWatch wal = new WalWatch(scene.database)) {
            long began = System.nanoTime();
            for (Way way : ways) {
                campaign.cycle();
                way.begin().take();
                away(way, part);
                ask(way, began);
            }
            back.take();
            campaign.remark("away for " + secondsSince(began) + " s, WAL max " + (wal.peakBytes() >> 20) + " MiB");
            catchUp(Duration.ofNanos(System.nanoTime() - began));
            campaign.remark("WAL max in all " + (wal.peakBytes() >> 20) + " MiB");
            campaign.expect(
                    wal.peakBytes() <= WAL_LIMIT_BYTES, "the WAL stays within 256 MiB, and it was " + wal.peakBytes());
        }
    }

    private void away(Way way, Duration time) throws IOException {
        long before = attempts.soFar();
        long speed = speed(time);
        long tried = attempts.soFar() - before;
        campaign.expect(
                tried <= time.toSeconds() + BEFORE_THE_CIRCUIT_OPENS,
                way.name() + ": OB-5, less than one attempt a second, and there were " + tried);
        campaign.remark(way.name() + " for " + time.toSeconds() + " s: " + speed + " tx/s, attempts "
                + (way.isSeen() ? tried : "not seen"));
    }

    private void ask(Way way, long began) throws Exception {
        long asked = System.nanoTime();
        long age = (asked - began) / 1_000_000;
        long lag = lagMillis();
        long answered = (System.nanoTime() - asked) / 1_000_000;
        campaign.expect(lag >= age - ON_ITS_WAY_MILLIS, way.name() + ": status tells " + lag + " of " + age + " ms");
        campaign.expect(answered <= ANSWER_MILLIS, way.name() + ": status answers after " + answered + " ms");
        campaign.remark(
                "status tells a lag of " + lag / 1000 + " s after " + age / 1000 + " s, in " + answered + " ms");
    }

    /// While the application writes on; where that is more than this machine can send, without it.
    private void catchUp(Duration away) throws Exception {
        long back = System.nanoTime();
        Duration limit = away.compareTo(Scene.LIMIT) < 0 ? Scene.LIMIT : away;
        boolean isLevel = Wait.becomes(limit, () -> {
            Wait.pass(Duration.ofMillis(500));
            return lagMillis() <= ON_ITS_WAY_MILLIS;
        });
        campaign.remark((isLevel ? "caught up under load after " : "not caught up under load after ")
                + secondsSince(back) + " s");
        scene.application().stop();
        if (!isLevel) {
            long stopped = System.nanoTime();
            Wait.until(
                    Duration.ofMinutes(15),
                    "sync returns after the outage",
                    () -> scene.lifeboat.run("sync", "--wait", scene.database).status() == 0);
            campaign.remark("and without load after " + secondsSince(stopped) + " s more");
        }
    }

    /// TERM, and the whole judgement of what the store has then.
    void judge() throws Exception {
        long term = System.nanoTime();
        scene.drain();
        campaign.remark("drained after TERM in " + (System.nanoTime() - term) / 1_000_000 + " ms");
        Order.check(scene.place.arrivals(Scene.REPLICA, scene.newestGeneration().orElseThrow()))
                .forEach(campaign::wrong);
        long judged = System.nanoTime();
        scene.finishDrained(campaign);
        scene.judge.wholeChain(scene.root()).ifPresent(campaign::wrong);
        campaign.remark("judged in " + secondsSince(judged) + " s");
        campaign.expect(scene.generations() == 1, "one generation\n" + scene.saidOfGenerations());
    }

    private long speed(Duration time) throws IOException {
        double before = scene.application().figure("transactions");
        Wait.pass(time);
        return Math.round((scene.application().figure("transactions") - before) / time.toSeconds());
    }

    private static long secondsSince(long nanos) {
        return (System.nanoTime() - nanos) / 1_000_000_000;
    }

    private long lagMillis() throws Exception {
        Lifeboat.Ended status = scene.status("--json");
        Matcher matcher = LAG.matcher(status.output());
        if (!matcher.find()) {
            throw new AssertionError("status tells no lag: " + status.output());
        }
        return Long.parseLong(matcher.group(1));
    }
}
