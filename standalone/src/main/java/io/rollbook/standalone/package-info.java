/** The embedded default: both sides and their servers in one process. Wiring only. */
@NullMarked
package io.rollbook.standalone;

import org.jspecify.annotations.NullMarked;
