/** Folding the events of the topic into documents: once each, in order, whatever dies on the way. */
@NullMarked
package io.rollbook.query.projection;

import org.jspecify.annotations.NullMarked;
