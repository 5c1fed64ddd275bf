/// Starting, killing and asking the processes of the rig.
@NullMarked
package dev.lifeboat.rig.process;

import org.jspecify.annotations.NullMarked;
