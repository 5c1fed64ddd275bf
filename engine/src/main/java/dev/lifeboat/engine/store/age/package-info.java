/// Reads objects that are encrypted with age (age-encryption.org/v1).
@NullMarked
package dev.lifeboat.engine.store.age;

import org.jspecify.annotations.NullMarked;
