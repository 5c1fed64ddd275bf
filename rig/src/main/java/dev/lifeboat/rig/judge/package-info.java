/// What may be believed after a fault: an independent replay of the objects, and the checks over every restore.
@NullMarked
package dev.lifeboat.rig.judge;

import org.jspecify.annotations.NullMarked;
