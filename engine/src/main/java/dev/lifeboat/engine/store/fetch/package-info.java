/// Objects fetched ahead of whoever reads them one after the other.
@NullMarked
package dev.lifeboat.engine.store.fetch;

import org.jspecify.annotations.NullMarked;
