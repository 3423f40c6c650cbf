package io.rollbook.command.store;

import io.rollbook.api.event.DomainEvent;
import java.time.Instant;

/**
 * An event that is being appended.
 *
 * @param sequence its number within its aggregate, from 0
 * @param time when it was recorded
 */
public record Appended(DomainEvent event, long sequence, Instant time) {}
