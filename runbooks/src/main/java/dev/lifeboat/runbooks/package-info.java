/// Guided runs as screens and commands see them: plan, start, follow, answer, take back.
@NullMarked
package dev.lifeboat.runbooks;

import org.jspecify.annotations.NullMarked;
