package dev.lifeboat.runbooks.rig;

import dev.lifeboat.engine.fileset.Disk;
import dev.lifeboat.engine.fileset.GuardedSwap;
import dev.lifeboat.engine.fileset.LocalDisk;
import dev.lifeboat.engine.fileset.ProcHolders;
import dev.lifeboat.engine.proof.LiveLook;
import dev.lifeboat.engine.proof.ProofBattery;
import dev.lifeboat.runbooks.run.StepId;
import dev.lifeboat.runbooks.services.HealthChecks;
import dev.lifeboat.runbooks.services.HostServices;
import dev.lifeboat.runbooks.services.LocalCommands;
import dev.lifeboat.runbooks.steps.Step;
import dev.lifeboat.runbooks.steps.StepTools;
import dev.lifeboat.runbooks.steps.Steps;
import java.util.LinkedHashMap;
import java.util.Map;

/// The real steps, in a worker that may die.
public final class RigSteps {
    private RigSteps() {}

    public static Map<StepId, Step> with(Death death) {
        Disk disk = death.step().equals("swap")
                ? new MortalDisk(new LocalDisk(), Integer.parseInt(death.when()))
                : new LocalDisk();
        ProcHolders holders = new ProcHolders();
        LocalCommands commands = new LocalCommands();
        StepTools tools = new StepTools(
                new HostServices(commands),
                spec -> new HealthChecks(commands).of(spec),
                holders,
                new GuardedSwap(disk, holders),
                file -> new LiveLook().look(file),
                (file, request) -> new ProofBattery().prove(file, request));
        Map<StepId, Step> steps = new LinkedHashMap<>();
        Steps.all(tools).forEach((id, step) -> steps.put(id, new MortalStep(id.text(), step, death)));
        return steps;
    }
}
