/// An object store that misbehaves by a script: a process that speaks enough of S3.
@NullMarked
package dev.lifeboat.rig.store;

import org.jspecify.annotations.NullMarked;
