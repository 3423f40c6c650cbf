package io.rollbook.query.projection;

import io.rollbook.api.event.DomainEvent;
import java.util.Set;
import java.util.function.BiFunction;

/**
 * Which document of a view an event belongs to.
 *
 * @param <E> the events
 */
public sealed interface DocumentKey<E extends DomainEvent> {

    /** What the identifiers of the aggregates begin with whose events are folded. */
    Set<String> aggregatePrefixes();

    /**
     * A document for each aggregate of one kind, under the aggregate's number and with its version. All its events are
     * folded, in their order.
     *
     * @param prefix what the identifiers of the aggregates begin with, for example {@code user-}
     */
    record OfAggregate<E extends DomainEvent>(String prefix) implements DocumentKey<E> {
        @Override
        public Set<String> aggregatePrefixes() {
            return Set.of(prefix);
        }
    }

    /**
     * A document for whatever the events name. Events of several aggregates may meet in one document: those of one
     * aggregate are folded in their order, those of different ones as they come, so the fold must not depend on that. A
     * document keeps a number for each aggregate that it is folded from; they should be few. What events say of persons is
     * not there.
     *
     * @param aggregatePrefixes what the identifiers of the aggregates begin with
     * @param of the document's id, an {@code Integer}, {@code Long} or {@code String}; what it throws makes the event a dead
     *     letter
     */
    record OfEvent<E extends DomainEvent>(Set<String> aggregatePrefixes, BiFunction<E, EventContext, Object> of)
            implements DocumentKey<E> {
        public OfEvent {
            aggregatePrefixes = Set.copyOf(aggregatePrefixes);
        }
    }
}
