/// The words of the engine: values that every package shares and that depend on nothing.
@NullMarked
package dev.lifeboat.engine;

import org.jspecify.annotations.NullMarked;
