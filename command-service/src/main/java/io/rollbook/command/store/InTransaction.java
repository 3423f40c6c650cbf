package io.rollbook.command.store;

import io.rollbook.api.event.DomainEvent;

/**
 * Something that happens in the very transaction that appends an event, after the append and before the commit. What it
 * throws refuses the command, and nothing is appended.
 */
public interface InTransaction {

    void on(DomainEvent event);
}
