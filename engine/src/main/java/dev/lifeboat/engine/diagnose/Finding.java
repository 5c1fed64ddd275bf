package dev.lifeboat.engine.diagnose;

import dev.lifeboat.engine.Problem;

/// Why a replica shows no backup, in one sentence with its details, and what would help. The `next` of the problem
/// is empty: it is made of `fix`.
public record Finding(Cause cause, Problem problem, Fix fix) {}
