/** Checks of the servers that tests run against. */
@NullMarked
package io.rollbook.servers;

import org.jspecify.annotations.NullMarked;
