/** The barrier that a revocation waits for: the read side lifts it once it has folded the change. */
@NullMarked
package io.rollbook.command.barrier;

import org.jspecify.annotations.NullMarked;
