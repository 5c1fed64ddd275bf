package dev.lifeboat.engine.replicate.upload;

import java.time.Instant;

/// Who writes: one run of one process for one database. `writer` is drawn at random for each; `bootId` is the
/// kernel's and changes with every start of the host, empty where there is none.
public record WriterIdentity(String writer, String host, long pid, String bootId, Instant since) {}
