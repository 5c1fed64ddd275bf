/// Objects in a bucket of S3 or of a store that speaks its language, over a small client of our own
/// (docs/decisions/a-lean-s3-client.md).
@NullMarked
package dev.lifeboat.engine.store.s3;

import org.jspecify.annotations.NullMarked;
