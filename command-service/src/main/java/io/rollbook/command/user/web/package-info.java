/** The documented routes that change users. */
@NullMarked
package io.rollbook.command.user.web;

import org.jspecify.annotations.NullMarked;
