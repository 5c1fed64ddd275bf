/// Settings from `lifeboat.yml` or `litestream.yml`, with line and column for whatever is wrong in them.
@NullMarked
package dev.lifeboat.app.config;

import org.jspecify.annotations.NullMarked;
