/// Where backups are kept: objects under keys, whatever the provider.
@NullMarked
package dev.lifeboat.engine.store;

import org.jspecify.annotations.NullMarked;
