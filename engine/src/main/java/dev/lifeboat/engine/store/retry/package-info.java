/// Trying again: pauses, deadlines, and a circuit that spares a store which is away (OB-5).
@NullMarked
package dev.lifeboat.engine.store.retry;

import org.jspecify.annotations.NullMarked;
