package io.rollbook.query.projection;

import java.time.Instant;

/**
 * What a fold may know of an event besides the event itself.
 *
 * @param sequence the event's number within its aggregate, from 0
 * @param time when it happened, UTC
 */
public record EventContext(long sequence, Instant time) {}
