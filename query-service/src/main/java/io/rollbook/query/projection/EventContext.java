package io.rollbook.query.projection;

import java.time.Instant;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * What a fold may know of an event besides the event itself.
 *
 * @param id the event's own identifier
 * @param type its stable type name
 * @param sequence its number within its aggregate, from 0
 * @param position its place in the one order of all events, from 1; none when it was sent by a version that gave none
 * @param time when it happened, UTC
 * @param actor who caused it: {@code user-<id>}, {@code system} or {@code anonymous}; {@code null} when the record does not say
 * @param correlation the correlation id of the request that caused it; {@code null} when there was none
 */
public record EventContext(
        String id,
        String type,
        long sequence,
        OptionalLong position,
        Instant time,
        @Nullable String actor,
        @Nullable String correlation) {}
