/// What a running `replicate` tells over HTTP: metrics, health, status.
@NullMarked
package dev.lifeboat.app.expose;

import org.jspecify.annotations.NullMarked;
