package io.rollbook.query.projection;

import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A document after some events.
 *
 * @param version how many events are folded into it, less one: of a document of one aggregate, the sequence number of the last;
 *     -1 when there was none
 * @param sources by aggregate, the sequence number of the last event that is folded; empty for a document of one aggregate,
 *     whose version says it
 * @param document {@code null} before the first event and after the last
 */
public record DocumentState<D>(
        long version, Map<String, Long> sources, @Nullable D document) {
    public DocumentState {
        sources = Map.copyOf(sources);
    }

    /** That of one aggregate. */
    public DocumentState(long version, @Nullable D document) {
        this(version, Map.of(), document);
    }

    /** Before the first event. */
    public static <D> DocumentState<D> none() {
        return new DocumentState<>(-1, null);
    }

    /** Whether it was and is no more. */
    public boolean deleted() {
        return version >= 0 && document == null;
    }

    /** After an event more, which is that of an aggregate with this number. */
    DocumentState<D> after(String aggregateId, long sequence, @Nullable D next) {
        var further = new HashMap<>(sources);
        further.put(aggregateId, sequence);
        return new DocumentState<>(version + 1, further, next);
    }

    /** Whether that event is folded, of a document of several aggregates. */
    boolean has(String aggregateId, long sequence) {
        return sequence <= sources.getOrDefault(aggregateId, -1L);
    }
}
