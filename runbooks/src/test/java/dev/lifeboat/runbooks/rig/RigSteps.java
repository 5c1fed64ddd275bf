package dev.lifeboat.runbooks.rig;

import dev.lifeboat.engine.fileset.Disk;
import dev.lifeboat.engine.fileset.GuardedSwap;
import dev.lifeboat.engine.fileset.LocalDisk;
import dev.lifeboat.engine.fileset.ProcHolders;
import dev.lifeboat.engine.proof.Finding;
import dev.lifeboat.engine.proof.LiveLook;
import dev.lifeboat.engine.proof.Proof;
import dev.lifeboat.engine.proof.ProofBattery;
import dev.lifeboat.engine.proof.ProofRequest;
import dev.lifeboat.engine.proof.Verdict;
import dev.lifeboat.engine.store.StoreUrl;
import dev.lifeboat.engine.store.file.FileObjectStore;
import dev.lifeboat.runbooks.run.StepId;
import dev.lifeboat.runbooks.services.HealthChecks;
import dev.lifeboat.runbooks.services.HostServices;
import dev.lifeboat.runbooks.services.LocalCommands;
import dev.lifeboat.runbooks.steps.Step;
import dev.lifeboat.runbooks.steps.StepTools;
import dev.lifeboat.runbooks.steps.Steps;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BiFunction;

/// The real steps, in a worker that may die.
public final class RigSteps {
    private RigSteps() {}

    public static Map<StepId, Step> with(Death death) {
        Disk disk = death.step().equals("swap") ? new MortalDisk(new LocalDisk(), death) : new LocalDisk();
        ProcHolders holders = new ProcHolders();
        LocalCommands commands = new LocalCommands();
        StepTools tools = new StepTools(
                new HostServices(commands),
                spec -> new HealthChecks(commands).of(spec),
                holders,
                new GuardedSwap(disk, holders),
                file -> new LiveLook().look(file),
                death.is("prove", "red") ? redOnce() : (file, request) -> new ProofBattery().prove(file, request),
                url -> new FileObjectStore(((StoreUrl.FileUrl) StoreUrl.parse(url)).root()));
        Map<StepId, Step> steps = new LinkedHashMap<>();
        Steps.all(tools).forEach((id, step) -> steps.put(id, new MortalStep(id.text(), step, death)));
        return steps;
    }

    /// The first copy that is proved turns out to be damaged.
    private static BiFunction<Path, ProofRequest, Proof> redOnce() {
        AtomicBoolean first = new AtomicBoolean(true);
        return (file, request) -> {
            Proof proof = new ProofBattery().prove(file, request);
            if (!first.getAndSet(false)) {
                return proof;
            }
            List<Finding> findings = new ArrayList<>(proof.findings());
            findings.add(new Finding(Verdict.RED, "integrity_check", "*** in database main ***\nrow 7 missing"));
            return new Proof(Verdict.RED, findings, proof.rows());
        };
    }
}
