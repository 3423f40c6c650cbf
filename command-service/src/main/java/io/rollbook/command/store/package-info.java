/** The event store: Axon's JDBC engine over PostgreSQL, its serializer, cache and wake-up signal. */
@NullMarked
package io.rollbook.command.store;

import org.jspecify.annotations.NullMarked;
