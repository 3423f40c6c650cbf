/** Requests made up from a grammar, well-formed and not, and what every answer to them has in common. */
@NullMarked
package io.rollbook.standalone.fuzz;

import org.jspecify.annotations.NullMarked;
