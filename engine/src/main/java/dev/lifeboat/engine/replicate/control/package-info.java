/// Talking to a replicator that runs: its socket in the meta directory, one line of JSON a message.
@NullMarked
package dev.lifeboat.engine.replicate.control;

import org.jspecify.annotations.NullMarked;
