/// Audits a backup without trusting it: what is missing, what is damaged, what leads nowhere, and whether the newest
/// state restores and is sound. Never writes to the store.
@NullMarked
package dev.lifeboat.engine.verify;

import org.jspecify.annotations.NullMarked;
