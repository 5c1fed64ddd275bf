package dev.lifeboat.engine.backup;

import java.util.List;

/// A restore from the LTX format: a file that holds every page, then files that lead to the target without a hole,
/// oldest first. They may overlap: the newer one wins.
public record LtxPlan(
        History history, RestoreTarget target, RestorePoint point, List<LtxFile> files, List<String> remarks)
        implements RestorePlan {
    public LtxPlan {
        files = List.copyOf(files);
        remarks = List.copyOf(remarks);
    }

    @Override
    public List<PlannedObject> objects() {
        return files.stream().map(LtxFile::object).toList();
    }
}
