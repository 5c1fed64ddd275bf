package dev.lifeboat.rig;

import static org.junit.jupiter.api.Assumptions.assumeFalse;

import dev.lifeboat.rig.process.Lifeboat;
import java.nio.file.Path;
import java.util.Map;

/// Which kind of store the cases run against: `-Dstore=s3`, the default, or `-Dstore=file`.
final class Stores {
    private Stores() {}

    static boolean isS3Wanted() {
        return System.getProperty("store", "s3").equals("s3");
    }

    static void assumeS3(Path scratch) throws Exception {
        Lifeboat.Ended ended =
                Lifeboat.packaged(scratch.resolve("lifeboat"), Map.of()).run("snapshots", "s3://rig.localhost:1/none");
        assumeFalse(ended.status() == 2, () -> "the packaged program has no s3 store: " + ended.output());
    }
}
