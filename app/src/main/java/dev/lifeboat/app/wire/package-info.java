/// The one place that builds the real parts and hands them to commands and screens.
@NullMarked
package dev.lifeboat.app.wire;

import org.jspecify.annotations.NullMarked;
