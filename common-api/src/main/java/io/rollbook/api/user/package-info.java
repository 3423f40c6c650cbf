/** The messages about a user: commands, events, the view, and the values they are made of. */
@NullMarked
package io.rollbook.api.user;

import org.jspecify.annotations.NullMarked;
