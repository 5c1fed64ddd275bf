/// The runbooks: YAML files, built in and the user's own, that compose typed steps.
@NullMarked
package dev.lifeboat.runbooks.catalogue;

import org.jspecify.annotations.NullMarked;
