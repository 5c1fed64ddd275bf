/// Objects as files below a directory.
@NullMarked
package dev.lifeboat.engine.store.file;

import org.jspecify.annotations.NullMarked;
