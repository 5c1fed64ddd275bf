/// The LTX file format, read (0.5 spec, section 1): header, pages in both encodings, index, trailer. Pure over streams.
@NullMarked
package dev.lifeboat.engine.ltx;

import org.jspecify.annotations.NullMarked;
