/** A user's connection to an outside integration: the aggregate and its automations. */
@NullMarked
package io.rollbook.command.integration;

import org.jspecify.annotations.NullMarked;
