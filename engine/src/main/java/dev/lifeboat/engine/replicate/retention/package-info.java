/// What old history may go, and in which order (OB-8; 0.3 spec, section 3.4).
@NullMarked
package dev.lifeboat.engine.replicate.retention;

import org.jspecify.annotations.NullMarked;
