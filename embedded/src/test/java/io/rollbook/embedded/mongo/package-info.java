/** Tests of the MongoDB-compatible backend, through the real driver. */
@NullMarked
package io.rollbook.embedded.mongo;

import org.jspecify.annotations.NullMarked;
