/** The rules that span aggregates, kept by unique and foreign keys in the command's own transaction. */
@NullMarked
package io.rollbook.command.claim;

import org.jspecify.annotations.NullMarked;
