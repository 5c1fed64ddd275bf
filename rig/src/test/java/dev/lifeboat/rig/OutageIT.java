package dev.lifeboat.rig;

import dev.lifeboat.rig.campaign.Campaign;
import dev.lifeboat.rig.judge.Judge;
import dev.lifeboat.rig.store.Relay;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// S7: a store that is away at full load, and what is caught up when it is back.
///
/// Against the independent server that checks signatures (`S7S3`) a relay in front of it makes the outage: refused,
/// then accepted and reset, then a black hole, a third of the time each. Against the rig's store (`S7`) half of the
/// time connections break, half of it they are a black hole.
class OutageIT {
    private static final String FENCE = "lifeboat-writer";

    @TempDir
    Path scratch;

    @Test
    void s7SignedStoreAwayForSecondsIsCaughtUpInOrder() throws Exception {
        signed(Campaign.of("S7S3", 17), Duration.ofSeconds(12), "--rate", "500");
    }

    @Test
    @Tag("campaign")
    @Tag("S7S3")
    void s7SignedStoreAwayAtFullLoadIsCaughtUpInOrder() throws Exception {
        signed(Campaign.of("S7S3", 7), minutes(), "--rate", rate());
    }

    private void signed(Campaign campaign, Duration time, String... options) throws Exception {
        RelayedStore store = RelayedStore.start(scratch.resolve("store"));
        Relay relay = store.relay();
        try (Scene scene = Scene.on(store, scratch)) {
            start(scene, campaign, options);
            Outage outage = new Outage(scene, campaign, relay::attempts);
            outage.happen(
                    time,
                    List.of(
                            new Outage.Way("refused", false, () -> relay.set(Relay.Link.REFUSED)),
                            new Outage.Way("reset", true, () -> relay.set(Relay.Link.RESET)),
                            new Outage.Way("silent", true, () -> relay.set(Relay.Link.SILENT))),
                    () -> relay.set(Relay.Link.PASSING));
            outage.judge();
        }
        campaign.end();
    }

    @Test
    @Tag("campaign")
    @Tag("S7")
    void s7StoreAwayAtFullLoadIsCaughtUpInOrder() throws Exception {
        Campaign campaign = Campaign.of("S7", 7);
        try (Scene scene = Scene.openS3(scratch)) {
            start(scene, campaign, "--rate", rate());
            Outage outage = new Outage(scene, campaign, () -> scene.store().requests());
            outage.happen(
                    minutes(),
                    List.of(
                            new Outage.Way("reset", true, () -> scene.store().faults("isAway=true")),
                            new Outage.Way("silent", true, () -> scene.store().faults("isBlackHole=true"))),
                    () -> scene.store().faults("latencyMillis=20"));
            outage.judge();
            Judge.checkLog(scene.store().log(), scratch.resolve("store/objects"), FENCE)
                    .forEach(campaign::wrong);
        }
        campaign.end();
    }

    private static void start(Scene scene, Campaign campaign, String... options) throws Exception {
        campaign.remark("options " + String.join(" ", options));
        scene.startApplication(options);
        scene.startReplicator();
        scene.awaitSnapshot();
    }

    private static Duration minutes() {
        return Duration.ofMinutes(Integer.getInteger("minutes", 10));
    }

    private static String rate() {
        return Long.toString(Long.getLong("rate", 0));
    }
}
