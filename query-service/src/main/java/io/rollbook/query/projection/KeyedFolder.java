package io.rollbook.query.projection;

import io.rollbook.api.event.DomainEvent;
import io.rollbook.query.projection.Folding.DeadLetter;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Folds events of whichever aggregates into one document. One that cannot be folded stops those of its aggregate. */
final class KeyedFolder<D, E extends DomainEvent> {
    private final Projection<D, E> projection;
    private final DocumentState<D> before;
    private final List<RawEvent> done = new ArrayList<>();
    private final List<DeadLetter> deadLetters = new ArrayList<>();
    private final Set<String> halted = new HashSet<>();
    private DocumentState<D> state;

    /** An event that has been read. */
    record Read<E>(RawEvent raw, E event, EventContext context) {}

    KeyedFolder(Projection<D, E> projection, DocumentState<D> before) {
        this.projection = projection;
        this.before = before;
        this.state = before;
    }

    Folding<D> fold(List<Read<E>> events) {
        events.forEach(this::fold);
        return new Folding<>(before, state, List.copyOf(done), List.copyOf(deadLetters));
    }

    private void fold(Read<E> one) {
        var aggregate = one.raw().aggregateId();
        var sequence = one.context().sequence();
        if (state.has(aggregate, sequence)) {
            done.add(one.raw());
        } else if (halted.contains(aggregate)) {
            deadLetters.add(new DeadLetter(one.raw(), DeadLetterReason.AFTER_DEAD_LETTER, ""));
        } else {
            foldNext(one, aggregate, sequence);
        }
    }

    private void foldNext(Read<E> one, String aggregate, long sequence) {
        try {
            state = state.after(aggregate, sequence, projection.fold(state.document(), one.event(), one.context()));
            done.add(one.raw());
        } catch (RuntimeException e) {
            halted.add(aggregate);
            var reason = new Unfoldable(DeadLetterReason.UNFOLDABLE, e);
            deadLetters.add(new DeadLetter(one.raw(), reason.reason(), reason.detail()));
        }
    }
}
