/// What commands print: problems, tables, JSON and the decision about colour.
@NullMarked
package dev.lifeboat.app.output;

import org.jspecify.annotations.NullMarked;
