package io.rollbook.command.store;

import io.rollbook.api.event.DomainEvent;
import java.time.Instant;

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
}
