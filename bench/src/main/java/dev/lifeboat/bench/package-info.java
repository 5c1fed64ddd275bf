/// Measures what replication costs an application, with the processes of the rig.
@NullMarked
package dev.lifeboat.bench;

import org.jspecify.annotations.NullMarked;
