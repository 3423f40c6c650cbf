/** The start of the write side while servers it needs are away: it waits, says for what, and answers meanwhile. */
@NullMarked
package io.rollbook.command.opening;

import org.jspecify.annotations.NullMarked;
