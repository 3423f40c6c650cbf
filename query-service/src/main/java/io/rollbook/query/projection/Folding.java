package io.rollbook.query.projection;

import io.rollbook.api.event.DomainEvent;
import java.util.List;

/**
 * What became of one aggregate and the events that came for it.
 *
 * @param before the state it began with
 * @param after the state it has now
 * @param done the events that are folded now, or were before
 * @param deadLetters the events that have to wait, in order
 */
record Folding<D>(DocumentState<D> before, DocumentState<D> after, List<RawEvent> done, List<DeadLetter> deadLetters) {
    /** An event that waits, and why. */
    record DeadLetter(RawEvent event, DeadLetterReason reason, String detail) {}

    boolean changed() {
        return after.version() != before.version();
    }

    /** Folds the events of one aggregate, each once and in order, as far as they go. */
    static <D, E extends DomainEvent> Folding<D> of(
            Projection<D, E> projection, EventReader<E> reader, DocumentState<D> before, List<RawEvent> events) {
        return new Folder<>(projection, reader, before, false).fold(events);
    }

    /** Folds nothing, because earlier events of the aggregate wait: what is not yet folded waits too. */
    static <D, E extends DomainEvent> Folding<D> halted(
            Projection<D, E> projection, EventReader<E> reader, DocumentState<D> before, List<RawEvent> events) {
        return new Folder<>(projection, reader, before, true).fold(events);
    }
}
