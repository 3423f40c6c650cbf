/** Knowing how far the read side has come, for answers that must not be given before it has. */
@NullMarked
package io.rollbook.command.folded;

import org.jspecify.annotations.NullMarked;
