package io.rollbook.query.projection;

import io.rollbook.api.event.DomainEvent;
import io.rollbook.query.projection.Folding.DeadLetter;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/** Folds events of one aggregate one after another; the first that cannot be folded stops all that follow. */
final class Folder<D, E extends DomainEvent> {
    private final Projection<D, E> projection;
    private final EventReader<E> reader;
    private final DocumentState<D> before;
    private final boolean halted;
    private final List<RawEvent> done = new ArrayList<>();
    private final List<DeadLetter> deadLetters = new ArrayList<>();
    private DocumentState<D> state;

    Folder(Projection<D, E> projection, EventReader<E> reader, DocumentState<D> before, boolean halted) {
        this.projection = projection;
        this.reader = reader;
        this.before = before;
        this.halted = halted;
        this.state = before;
    }

    Folding<D> fold(List<RawEvent> events) {
        for (var event : events) {
            var sequence = event.sequence();
            if (sequence.isPresent() && sequence.getAsLong() <= state.version()) {
                done.add(event);
            } else if (deadLetters.isEmpty() && !halted) {
                foldNext(event, sequence);
            } else {
                deadLetters.add(new DeadLetter(event, DeadLetterReason.AFTER_DEAD_LETTER, ""));
            }
        }
        return new Folding<>(before, state, List.copyOf(done), List.copyOf(deadLetters));
    }

    private void foldNext(RawEvent event, OptionalLong sequence) {
        try {
            if (sequence.isEmpty()) {
                throw new Unfoldable(DeadLetterReason.UNREADABLE, "no " + RawEvent.SEQUENCE);
            }
            state = new DocumentState<>(sequence.getAsLong(), next(event, sequence.getAsLong()));
            done.add(event);
        } catch (Unfoldable e) {
            deadLetters.add(new DeadLetter(event, e.reason(), e.detail()));
        }
    }

    private @Nullable D next(RawEvent raw, long sequence) throws Unfoldable {
        if (sequence > state.version() + 1) {
            throw new Unfoldable(DeadLetterReason.GAP, (state.version() + 1) + " has not come");
        }
        var event = reader.read(raw);
        var context = reader.context(raw, sequence);
        if (state.deleted()) {
            if (projection.mayFollowTheEnd(event)) {
                return null;
            }
            throw new Unfoldable(DeadLetterReason.UNFOLDABLE, "the aggregate is deleted");
        }
        try {
            return projection.fold(state.document(), event, context);
        } catch (RuntimeException e) {
            throw new Unfoldable(DeadLetterReason.UNFOLDABLE, e);
        }
    }
}
