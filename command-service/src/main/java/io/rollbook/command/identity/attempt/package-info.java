/** How often somebody may try to register or to sign in. */
@NullMarked
package io.rollbook.command.identity.attempt;

import org.jspecify.annotations.NullMarked;
