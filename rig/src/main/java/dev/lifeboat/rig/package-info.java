/// What the processes of the rig share: how they are told what to do.
@NullMarked
package dev.lifeboat.rig;

import org.jspecify.annotations.NullMarked;
