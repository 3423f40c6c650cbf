/** The documented routes that change a user's integrations. */
@NullMarked
package io.rollbook.command.integration.web;

import org.jspecify.annotations.NullMarked;
