/// Measures what a restore costs, whole processes of the packaged program against an independent S3 server.
@NullMarked
package dev.lifeboat.bench.restore;

import org.jspecify.annotations.NullMarked;
