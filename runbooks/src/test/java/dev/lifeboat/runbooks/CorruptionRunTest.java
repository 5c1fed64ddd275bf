package dev.lifeboat.runbooks;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lifeboat.runbooks.local.LocalRuns;
import dev.lifeboat.runbooks.rig.Shop;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The whole runbook over real processes and real files.
class CorruptionRunTest {
    private static final Consent UNATTENDED = new Consent(true, Optional.of("shop"));

    @Test
    void anUnattendedRunBringsTheShopBack(@TempDir Path root) throws Exception {
        try (Shop shop = Shop.open(root, 2000)) {
            shop.accident();
            LocalRuns runs = shop.runs("never");
            RunPlan plan = runs.plan(shop.request(UNATTENDED));
            assertThat(plan.obstacle()).isEmpty();
            RunId run = runs.start(plan);
            Shop.await("the run is over", () -> ended(runs.show(run)));
            RunView view = runs.show(run);
            assertThat(view.state()).describedAs(describe(view)).isEqualTo(RunState.DONE);
            assertThat(shop.integrity()).isEqualTo("ok");
            assertThat(shop.isApplicationRunning()).isTrue();
        }
    }

    private static boolean ended(RunView view) {
        return view.state().isEnded() || view.state() == RunState.FAILED || view.state() == RunState.LOST;
    }

    private static String describe(RunView view) {
        StringBuilder text = new StringBuilder(view.state() + " " + view.stateText() + "\n");
        view.lines().forEach(line -> text.append(line).append('\n'));
        view.evidence().forEach(line -> text.append(line).append('\n'));
        text.append(view.question());
        return text.toString();
    }
}
