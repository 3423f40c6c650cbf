package io.rollbook.query.projection;

import io.rollbook.api.event.DomainEvent;
import io.rollbook.query.projection.Folding.DeadLetter;
import io.rollbook.query.projection.KeyedFolder.Read;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Folds events into whichever documents they name: all of a document in a batch become one write. */
final class KeyedProjector<D, E extends DomainEvent> extends GuardedProjector<D, E> {
    private final DocumentKey.OfEvent<E> key;
    private final EventReader<E> reader;

    KeyedProjector(
            Projection<D, E> projection,
            DocumentKey.OfEvent<E> key,
            EventReader<E> reader,
            StateStore<D, E> states,
            DeadLetters deadLetters,
            Filling filling,
            ProjectionListener listener) {
        super(projection, states, deadLetters, filling, listener);
        this.key = key;
        this.reader = reader;
    }

    /** Events by the document they belong to, and those that cannot be read so far. */
    private record Sorted<E>(
            Map<Object, List<Read<E>>> byDocument, List<DeadLetter> deadLetters, List<RawEvent> passed) {}

    /** What became of some events. */
    private record Outcome<D>(Collection<Folding<D>> foldings, List<DeadLetter> deadLetters, List<RawEvent> done) {}

    @Override
    public boolean ready() {
        return true;
    }

    @Override
    public boolean concerns(String aggregateId) {
        return key.aggregatePrefixes().stream().anyMatch(aggregateId::startsWith);
    }

    /** No dead letter here waits for an event, since gaps cannot be seen. */
    @Override
    public boolean project(List<RawEvent> batch) {
        var aggregates = batch.stream().map(RawEvent::aggregateId).distinct().toList();
        var outcome = fold(batch, deadLetters.among(aggregates));
        deadLetters.keep(outcome.deadLetters());
        outcome.foldings().forEach(this::note);
        return false;
    }

    @Override
    public void forget(Collection<String> persons) {
        deadLetters.change(persons, EventReader::forgotten);
    }

    @Override
    boolean retry(String aggregate) {
        var outcome = fold(deadLetters.of(aggregate, LETTERS_AT_ONCE), Set.of());
        if (outcome.done().isEmpty()) {
            triedInVain(outcome.deadLetters());
            return false;
        }
        outcome.foldings().forEach(this::note);
        tried(outcome.done(), outcome.deadLetters());
        return true;
    }

    private Outcome<D> fold(List<RawEvent> events, Set<String> waiting) {
        var sorted = sort(events, waiting);
        for (var race = 0; race < RACES; race++) {
            var known = states.load(sorted.byDocument().keySet());
            var foldings = new HashMap<Object, Folding<D>>();
            sorted.byDocument().forEach((id, reads) -> {
                var before = known.getOrDefault(id, DocumentState.none());
                foldings.put(id, new KeyedFolder<>(projection, before).fold(reads));
            });
            if (states.write(foldings)) {
                return outcome(sorted, foldings.values());
            }
        }
        throw lostRaces();
    }

    private Outcome<D> outcome(Sorted<E> sorted, Collection<Folding<D>> foldings) {
        var letters = new ArrayList<>(sorted.deadLetters());
        var done = new ArrayList<>(sorted.passed());
        foldings.forEach(folding -> {
            letters.addAll(folding.deadLetters());
            done.addAll(folding.done());
        });
        return new Outcome<>(foldings, letters, done);
    }

    private Sorted<E> sort(List<RawEvent> events, Set<String> waiting) {
        var halted = new HashSet<>(waiting);
        var sorted = new Sorted<E>(new LinkedHashMap<>(), new ArrayList<>(), new ArrayList<>());
        for (var raw : events) {
            if (halted.contains(raw.aggregateId())) {
                sorted.deadLetters().add(new DeadLetter(raw, DeadLetterReason.AFTER_DEAD_LETTER, ""));
            } else if (reader.passesOver(raw)) {
                sorted.passed().add(raw);
            } else {
                try {
                    var read = read(raw);
                    sorted.byDocument()
                            .computeIfAbsent(documentId(read), any -> new ArrayList<>())
                            .add(read);
                } catch (Unfoldable e) {
                    halted.add(raw.aggregateId());
                    sorted.deadLetters().add(new DeadLetter(raw, e.reason(), e.detail()));
                }
            }
        }
        return sorted;
    }

    private Read<E> read(RawEvent raw) throws Unfoldable {
        var sequence = raw.sequence();
        if (sequence.isEmpty()) {
            throw new Unfoldable(DeadLetterReason.UNREADABLE, "no " + RawEvent.SEQUENCE);
        }
        return new Read<>(raw, reader.read(raw), reader.context(raw, sequence.getAsLong()));
    }

    private Object documentId(Read<E> read) throws Unfoldable {
        try {
            var id = key.of().apply(read.event(), read.context());
            if (Filling.isMarker(id)) {
                throw new IllegalStateException("no document may have that id");
            }
            return id;
        } catch (RuntimeException e) {
            throw new Unfoldable(DeadLetterReason.UNFOLDABLE, e);
        }
    }

    private void note(Folding<D> folding) {
        if (folding.changed()) {
            var last = new LinkedHashMap<String, RawEvent>();
            folding.done().forEach(event -> last.put(event.aggregateId(), event));
            last.values().forEach(event -> untold.note(event, event.sequence().orElse(-1)));
        }
    }
}
