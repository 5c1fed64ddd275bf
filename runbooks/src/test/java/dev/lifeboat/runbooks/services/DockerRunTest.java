package dev.lifeboat.runbooks.services;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lifeboat.runbooks.Consent;
import dev.lifeboat.runbooks.PointChoice;
import dev.lifeboat.runbooks.RunId;
import dev.lifeboat.runbooks.RunState;
import dev.lifeboat.runbooks.RunView;
import dev.lifeboat.runbooks.ServiceSpec;
import dev.lifeboat.runbooks.ServiceSpec.Docker.Match;
import dev.lifeboat.runbooks.local.LocalRuns;
import dev.lifeboat.runbooks.rig.Shop;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A whole run around a container that really writes the database. Skipped by name without a container engine.
class DockerRunTest {
    private static final String WRITER =
            "while true; do echo \"INSERT INTO visits(page) VALUES ('docker');\"; sleep 0.1;"
                    + " done | sqlite3 /data/shop.db";

    @Test
    void theContainerIsStoppedFencedAndComesBackOnTheNewDatabase(@TempDir Path root) throws Exception {
        try (DockerEngine engine = DockerEngine.require(root);
                Shop shop = Shop.openWithoutApplication(root, 500)) {
            String name = engine.name("run");
            engine.start(name, shop.database().getParent(), WRITER, "--restart", "always");
            int before = shop.visits().size();
            Shop.await("the container writes", () -> visits(shop) > before);
            shop.accident();
            LocalRuns runs = shop.runs("never");
            List<ServiceSpec> services =
                    List.of(new ServiceSpec.Docker(Match.NAME_CONTAINS, name.substring("lifeboat-".length())));
            RunId run = runs.start(runs.plan(
                    shop.request(new Consent(true, Optional.of("shop")), new PointChoice.Newest(), services)));
            Shop.await("the run is over", () -> {
                RunState state = runs.show(run).state();
                return state.isEnded() || state == RunState.FAILED || state == RunState.ASKING;
            });
            RunView view = runs.show(run);

            assertThat(view.state()).describedAs(view.evidence().toString()).isEqualTo(RunState.DONE);
            assertThat(runs.report(run)).contains("docker " + name + " stopped", "docker " + name + " started");
            assertThat(engine.policy(name)).isEqualTo("always:0");
            int rows = shop.visits().size();
            Shop.await("the container writes the new database", () -> visits(shop) > rows);
            assertThat(shop.integrity()).isEqualTo("ok");
        }
    }

    private static int visits(Shop shop) {
        try {
            return shop.visits().size();
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }
}
