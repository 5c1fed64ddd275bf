/// The JSON form of the words that plans, journals and the control socket share.
@NullMarked
package dev.lifeboat.runbooks.json;

import org.jspecify.annotations.NullMarked;
