/** The command service: takes wishes, keeps the rules, records facts, publishes them. */
@NullMarked
package io.rollbook.command;

import org.jspecify.annotations.NullMarked;
