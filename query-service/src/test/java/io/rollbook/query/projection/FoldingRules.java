package io.rollbook.query.projection;

import static org.assertj.core.api.Assertions.assertThat;

import io.rollbook.api.event.DomainEvent;
import io.rollbook.api.event.EventUpcasters;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Folds the events of one aggregate as the topic carries them; every way of delivering them must end alike. */
public final class FoldingRules<D, E extends DomainEvent> {
    private final Projection<D, E> projection;
    private final EventReader<E> reader;

    public FoldingRules(Projection<D, E> projection) {
        this.projection = projection;
        this.reader = new EventReader<>(projection, EventUpcasters.standard());
    }

    /** The document after the events, {@code null} when it is gone; it survives storing, doubled events and a replay. */
    public @Nullable D document(DomainEvent... events) {
        var raw = new EventRecords().all(events);
        var once = state(raw);
        assertThat(state(doubled(raw))).as("every event twice").isEqualTo(once);
        assertThat(state(twice(raw))).as("a replay").isEqualTo(once);
        assertThat(state(withUnrelated(raw))).as("unrelated events between").isEqualTo(once);
        assertStored(once.document());
        return once.document();
    }

    /** Why the last of the events is not folded. */
    public DeadLetterReason deadLetter(DomainEvent... events) {
        var folding = Folding.of(projection, reader, DocumentState.none(), new EventRecords().all(events));
        assertThat(folding.deadLetters()).hasSize(1);
        assertThat(folding.after().version()).isEqualTo(events.length - 2);
        return folding.deadLetters().getFirst().reason();
    }

    private DocumentState<D> state(List<RawEvent> events) {
        var folding = Folding.of(projection, reader, DocumentState.none(), events);
        assertThat(folding.deadLetters()).isEmpty();
        return folding.after();
    }

    private void assertStored(@Nullable D document) {
        if (document != null) {
            assertThat(projection.read(projection.write(document).append("_id", id(document))))
                    .isEqualTo(document);
        }
    }

    // The id is the one field a projection does not write itself; every document here is of aggregate 7.
    private static int id(Object document) {
        assertThat(document).isNotNull();
        return 7;
    }

    private static List<RawEvent> doubled(List<RawEvent> events) {
        return events.stream().flatMap(event -> List.of(event, event).stream()).toList();
    }

    private static List<RawEvent> twice(List<RawEvent> events) {
        var all = new ArrayList<>(events);
        all.addAll(events);
        return all;
    }

    // What is not of this projection's aggregates is told by its key, before anything is folded.
    private List<RawEvent> withUnrelated(List<RawEvent> events) {
        var all = new ArrayList<RawEvent>();
        for (var event : events) {
            all.add(new RawEvent("something-1", 0, 99, List.of(), new byte[0]));
            all.add(event);
        }
        return all.stream()
                .filter(event ->
                        projection.key().aggregatePrefixes().stream().anyMatch(event.aggregateId()::startsWith))
                .toList();
    }
}
