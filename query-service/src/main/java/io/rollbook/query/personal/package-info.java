/** The keys that open what events tell of persons: where they come from, and who is erased. */
@NullMarked
package io.rollbook.query.personal;

import org.jspecify.annotations.NullMarked;
