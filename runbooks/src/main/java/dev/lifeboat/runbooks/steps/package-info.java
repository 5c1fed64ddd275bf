/// The typed steps that runbooks compose: precondition, act, postcondition, undo.
@NullMarked
package dev.lifeboat.runbooks.steps;

import org.jspecify.annotations.NullMarked;
