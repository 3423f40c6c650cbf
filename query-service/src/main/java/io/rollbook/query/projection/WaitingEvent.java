package io.rollbook.query.projection;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * An event that a view could not fold, as an operator sees it: nothing of what it says.
 *
 * @param view the name of the view
 * @param aggregate the record's key, which is no identifier where another program has written to the topic
 * @param sequence the event's number within its aggregate; {@code null} when the record does not say
 * @param type the event's stable name; {@code null} when this version does not know it
 * @param detail what is wrong, in a few words; empty when the reason says it
 * @param firstSeen when it was met first
 * @param attempts how often it was tried again in vain
 */
public record WaitingEvent(
        String view,
        String aggregate,
        @Nullable Long sequence,
        @Nullable String type,
        DeadLetterReason reason,
        String detail,
        Instant firstSeen,
        int attempts) {}
