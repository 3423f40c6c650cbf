/** How a command is sent, tried again and measured, and what comes of it. */
@NullMarked
package io.rollbook.command.bus;

import org.jspecify.annotations.NullMarked;
