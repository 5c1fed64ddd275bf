/// From the spool to the stores: one lane a replica, each at its own pace, and the fence against a second
/// writer.
@NullMarked
package dev.lifeboat.engine.replicate.upload;

import org.jspecify.annotations.NullMarked;
