/** The servers that tests run against, and a cable to each that a test can cut. */
@NullMarked
package io.rollbook.servers;

import org.jspecify.annotations.NullMarked;
