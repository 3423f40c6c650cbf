/** What every command has in common. */
@NullMarked
package io.rollbook.api.command;

import org.jspecify.annotations.NullMarked;
