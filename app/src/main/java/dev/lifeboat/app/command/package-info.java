/// The picocli tree: flags plus one call for each command, and nothing else.
@NullMarked
package dev.lifeboat.app.command;

import org.jspecify.annotations.NullMarked;
