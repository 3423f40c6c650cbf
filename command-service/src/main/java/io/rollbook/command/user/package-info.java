/** The user on the roll: the aggregate and what the write side asks of it. */
@NullMarked
package io.rollbook.command.user;

import org.jspecify.annotations.NullMarked;
