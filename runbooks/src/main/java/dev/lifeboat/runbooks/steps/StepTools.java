package dev.lifeboat.runbooks.steps;

import dev.lifeboat.engine.fileset.GuardedSwap;
import dev.lifeboat.engine.fileset.HolderScan;
import dev.lifeboat.engine.fileset.LocalDisk;
import dev.lifeboat.engine.fileset.ProcHolders;
import dev.lifeboat.engine.proof.LiveLook;
import dev.lifeboat.engine.proof.LiveSight;
import dev.lifeboat.engine.proof.Proof;
import dev.lifeboat.engine.proof.ProofBattery;
import dev.lifeboat.engine.proof.ProofRequest;
import dev.lifeboat.runbooks.HealthSpec;
import dev.lifeboat.runbooks.services.HealthCheck;
import dev.lifeboat.runbooks.services.Services;
import java.nio.file.Path;
import java.util.function.BiFunction;
import java.util.function.Function;

/// What steps need from outside of files and stores, and what of the engine a test may want to lead astray.
public record StepTools(
        Services services,
        Function<HealthSpec, HealthCheck> health,
        HolderScan holders,
        GuardedSwap swap,
        Function<Path, LiveSight> look,
        BiFunction<Path, ProofRequest, Proof> prove,
        StoreOpener stores) {
    /// The real ones, over the adapters that are handed in.
    public static StepTools of(Services services, Function<HealthSpec, HealthCheck> health, StoreOpener stores) {
        ProcHolders holders = new ProcHolders();
        return new StepTools(
                services,
                health,
                holders,
                new GuardedSwap(new LocalDisk(), holders),
                file -> new LiveLook().look(file),
                (file, request) -> new ProofBattery().prove(file, request),
                stores);
    }
}
