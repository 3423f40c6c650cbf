package io.rollbook.command.store;

import io.rollbook.api.event.DomainEvent;
import java.time.Instant;
import java.util.List;

/**
 * Something that happens in the very transaction that appends an event, after the append and before the commit. What it
 * throws refuses the command, and nothing is appended.
 */
public interface AppendListener {

    /**
     * Called for every event, in order.
     *
     * @param sequence the event's number within its aggregate, from 0
     * @param time when it was recorded
     */
    void on(DomainEvent event, long sequence, Instant time);

    /**
     * Called with all events of a transaction, in order. To be overridden where many at once take fewer statements than one
     * after the other: an import has hundreds.
     */
    default void onAll(List<Appended> events) {
        events.forEach(appended -> on(appended.event(), appended.sequence(), appended.time()));
    }
}
