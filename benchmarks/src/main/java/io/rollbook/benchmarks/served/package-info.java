/** What a server that is measured serves in addition. */
@NullMarked
package io.rollbook.benchmarks.served;

import org.jspecify.annotations.NullMarked;
