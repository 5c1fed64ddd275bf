/// The catalogue of faults over the packaged program: short versions in every build, long ones tagged `campaign`.
@NullMarked
package dev.lifeboat.rig;

import org.jspecify.annotations.NullMarked;
