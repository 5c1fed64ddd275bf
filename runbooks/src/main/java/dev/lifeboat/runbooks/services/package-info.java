/// Who writes a database: stopping it for the time of a swap so that it stays stopped, starting it again, asking how it
/// is. Platform command lines as argument lists, never a shell.
@NullMarked
package dev.lifeboat.runbooks.services;

import org.jspecify.annotations.NullMarked;
