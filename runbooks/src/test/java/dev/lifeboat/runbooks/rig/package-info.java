/// A shop that really runs: database, writing application, replicator, worker, each in a process of its own.
@NullMarked
package dev.lifeboat.runbooks.rig;

import org.jspecify.annotations.NullMarked;
