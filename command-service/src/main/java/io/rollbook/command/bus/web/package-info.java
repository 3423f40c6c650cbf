/** What the HTTP answers to all commands have in common. */
@NullMarked
package io.rollbook.command.bus.web;

import org.jspecify.annotations.NullMarked;
