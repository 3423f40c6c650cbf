/** What the tests put in the place of the cost of passwords. */
@NullMarked
package io.rollbook.command.identity.local;

import org.jspecify.annotations.NullMarked;
