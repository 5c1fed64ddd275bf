/// LZ4 frames, one an object, as 0.3 backups hold them (0.3 spec, section 1.5), and single pages, as LTX files hold
/// them (0.5 spec, section 1.3). The only place that sees lz4-java.
@NullMarked
package dev.lifeboat.engine.lz4;

import org.jspecify.annotations.NullMarked;
