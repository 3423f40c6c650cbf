package io.rollbook.query.projection;

import org.jspecify.annotations.Nullable;

/**
 * What is known of one aggregate after some of its events.
 *
 * @param version the sequence number of the last event folded, -1 when there was none
 * @param document its document, {@code null} before the first event and after the last
 */
public record AggregateState<D>(long version, @Nullable D document) {
    /** Before the first event. */
    public static <D> AggregateState<D> none() {
        return new AggregateState<>(-1, null);
    }

    /** Whether the aggregate was and is no more. */
    public boolean deleted() {
        return version >= 0 && document == null;
    }
}
