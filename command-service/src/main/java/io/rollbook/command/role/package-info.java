/** The role: the aggregate and the built-in roles. */
@NullMarked
package io.rollbook.command.role;

import org.jspecify.annotations.NullMarked;
