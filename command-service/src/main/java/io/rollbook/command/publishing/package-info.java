/** Carries every stored event to Kafka, in the order of the store, at least once. */
@NullMarked
package io.rollbook.command.publishing;

import org.jspecify.annotations.NullMarked;
