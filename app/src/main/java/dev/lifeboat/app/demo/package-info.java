/// The sandbox of `lifeboat demo`: a real database, a live writer, a replica and an accident.
@NullMarked
package dev.lifeboat.app.demo;

import org.jspecify.annotations.NullMarked;
