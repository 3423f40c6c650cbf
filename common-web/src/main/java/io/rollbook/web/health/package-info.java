/** Saying to operators what a process cannot reach. */
@NullMarked
package io.rollbook.web.health;

import org.jspecify.annotations.NullMarked;
