/** Tests that start the real servers. */
@NullMarked
package io.rollbook.embedded;

import org.jspecify.annotations.NullMarked;
