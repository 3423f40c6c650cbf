/** How a command is sent, retried and answered, and the wiring of the write side. */
@NullMarked
package io.rollbook.command.platform;

import org.jspecify.annotations.NullMarked;
