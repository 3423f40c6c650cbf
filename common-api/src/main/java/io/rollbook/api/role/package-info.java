/** The messages about a role: commands, events, the view, and the values they are made of. */
@NullMarked
package io.rollbook.api.role;

import org.jspecify.annotations.NullMarked;
