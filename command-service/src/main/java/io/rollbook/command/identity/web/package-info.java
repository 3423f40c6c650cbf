/** The documented routes for registering and signing in. */
@NullMarked
package io.rollbook.command.identity.web;

import org.jspecify.annotations.NullMarked;
