package dev.lifeboat.app.expose;

import com.google.gson.JsonArray;
import dev.lifeboat.app.output.SafeText;
import dev.lifeboat.engine.replicate.control.ControlJson;
import dev.lifeboat.engine.replicate.control.ReplicatorStatus;
import java.time.Clock;
import java.util.List;
import java.util.function.Supplier;

/// What is answered at which path.
public final class Pages {
    private static final String TEXT = "text/plain; charset=utf-8";
    private static final String PROMETHEUS = "text/plain; version=0.0.4; charset=utf-8";

    private final Supplier<List<ReplicatorStatus>> statuses;
    private final String version;
    private final Clock clock;

    public Pages(Supplier<List<ReplicatorStatus>> statuses, String version, Clock clock) {
        this.statuses = statuses;
        this.version = version;
        this.clock = clock;
    }

    /// `code` is an HTTP status, `type` a media type.
    record Page(int code, String type, String body) {}

    Page at(String path) {
        return switch (path) {
            case "/metrics" -> new Page(200, PROMETHEUS, Metrics.of(statuses.get(), version, clock.instant()));
            case "/healthz" -> health();
            case "/status" -> new Page(200, "application/json", status());
            default -> new Page(404, TEXT, "not found; there are /metrics, /healthz and /status\n");
        };
    }

    private Page health() {
        Health health = Health.of(statuses.get(), clock.instant());
        return new Page(health.isWell() ? 200 : 503, TEXT, SafeText.of(health.line()) + "\n");
    }

    private String status() {
        JsonArray array = new JsonArray();
        statuses.get().forEach(status -> array.add(ControlJson.json(status)));
        return array + "\n";
    }
}
