/** Tests of the limits on registering and signing in. */
@NullMarked
package io.rollbook.command.identity.attempt;

import org.jspecify.annotations.NullMarked;
