/// Making a plan from a fresh look, and freezing it.
@NullMarked
package dev.lifeboat.runbooks.plan;

import org.jspecify.annotations.NullMarked;
