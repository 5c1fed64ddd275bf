package dev.lifeboat.app.output;

import dev.lifeboat.engine.backup.RestorePoint;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// A database that an earlier recovery gave its name: `name` in the directory, restored from `url` for the moment
/// `asked`, or as the newest. `point` is where it stands, `bytes` and `sha256` are those of the file, and `checks` the
/// names of the checks that said "ok".
public record EarlierRestore(
        String name,
        String url,
        Optional<Instant> asked,
        RestorePoint point,
        long bytes,
        String sha256,
        List<String> checks) {
    public EarlierRestore {
        checks = List.copyOf(checks);
    }
}
