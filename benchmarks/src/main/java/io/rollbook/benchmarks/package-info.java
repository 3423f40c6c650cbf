/** How fast Rollbook is, measured over HTTP beside what bounds it and beside a peer. Start with {@code Benchmarks}. */
@NullMarked
package io.rollbook.benchmarks;

import org.jspecify.annotations.NullMarked;
