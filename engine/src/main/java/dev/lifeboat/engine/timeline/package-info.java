/// What happened at the restore points of a replica: changes of the schema, jumps in size, snapshots, holes. Found by
/// reading objects for what they say, without restoring anything, and remembered so that it is read once.
@NullMarked
package dev.lifeboat.engine.timeline;

import org.jspecify.annotations.NullMarked;
