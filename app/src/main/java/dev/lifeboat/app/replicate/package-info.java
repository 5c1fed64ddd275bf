/// The process that replicates: what it starts, what ends it, and with which exit status.
@NullMarked
package dev.lifeboat.app.replicate;

import org.jspecify.annotations.NullMarked;
