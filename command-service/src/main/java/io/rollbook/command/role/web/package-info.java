/** The documented routes that change roles. */
@NullMarked
package io.rollbook.command.role.web;

import org.jspecify.annotations.NullMarked;
