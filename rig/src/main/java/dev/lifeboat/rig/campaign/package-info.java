/// Repeating a case from a seed, and the line that says how it went.
@NullMarked
package dev.lifeboat.rig.campaign;

import org.jspecify.annotations.NullMarked;
