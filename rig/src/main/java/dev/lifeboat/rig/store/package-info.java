/// An object store that misbehaves by a script: a process that speaks enough of S3. And a relay, for a store that
/// knows of no faults.
@NullMarked
package dev.lifeboat.rig.store;

import org.jspecify.annotations.NullMarked;
