/// How screens and commands reach the worker of a run: one line of JSON a message over a socket.
@NullMarked
package dev.lifeboat.runbooks.control;

import org.jspecify.annotations.NullMarked;
