/** A MongoDB-compatible backend in memory whose indexes serve queries and sorts, and whose documents never change under a reader. */
@NullMarked
package io.rollbook.embedded.mongo;

import org.jspecify.annotations.NullMarked;
