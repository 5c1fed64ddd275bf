package dev.lifeboat.app.wire;

import dev.lifeboat.app.config.DatabaseSettings;
import dev.lifeboat.app.config.ReplicaSettings;
import dev.lifeboat.app.config.Settings;
import dev.lifeboat.app.tui.Points;
import dev.lifeboat.engine.Problem;
import dev.lifeboat.engine.ProblemCode;
import dev.lifeboat.engine.ProblemException;
import dev.lifeboat.engine.backup.History;
import dev.lifeboat.engine.backup.RestorePoint;
import dev.lifeboat.engine.store.ObjectStore;
import java.io.IOException;
import java.util.Optional;

/// The restore points of the first replica of a database.
public final class ReplicaPoints implements Points {
    private final Parts parts;
    private final Settings settings;

    ReplicaPoints(Parts parts, Settings settings) {
        this.parts = parts;
        this.settings = settings;
    }

    @Override
    public PointList list(String database) {
        DatabaseSettings found =
                settings.database(database, parts.surroundings().workingDirectory());
        ReplicaSettings replica = found.replicas(Optional.empty()).getFirst();
        String url = replica.url();
        try (ObjectStore store = parts.store(replica)) {
            History history = parts.backup(store).history();
            return new PointList(
                    url,
                    formats(history),
                    history.points().reversed().stream()
                            .map(ReplicaPoints::point)
                            .toList());
        } catch (IOException e) {
            throw new ProblemException(Problem.of(ProblemCode.FAILED, "cannot read " + url + ": " + e.getMessage()), e);
        }
    }

    private static String formats(History history) {
        if (history.ltx().isEmpty()) {
            return "0.3";
        }
        return history.generations().isEmpty() ? "0.5" : "0.3 and 0.5";
    }

    private static Point point(RestorePoint point) {
        return new Point(
                point.place(),
                point.time(),
                point.kind() == RestorePoint.Kind.SNAPSHOT ? Point.Kind.SNAPSHOT : Point.Kind.CHANGES,
                point.sizeBytes());
    }
}
