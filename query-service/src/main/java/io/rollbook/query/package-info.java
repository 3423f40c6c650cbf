/** The read side as a whole: what to import to have it, and the program that runs it alone. */
@NullMarked
package io.rollbook.query;

import org.jspecify.annotations.NullMarked;
