package io.rollbook.command.store;

import java.util.HashMap;
import java.util.Map;
import org.axonframework.messaging.Message;
import org.axonframework.messaging.correlation.CorrelationDataProvider;

/** What an event keeps of the command that caused it: who sent it and within which request. */
public final class EventMetadata implements CorrelationDataProvider {

    /** Who caused it: {@code user-<id>}, {@code system} or {@code anonymous}. */
    public static final String ACTOR = "actor";

    /** The correlation id of the request. */
    public static final String CORRELATION = "correlationId";

    /** The W3C trace context of the request, when it had one. */
    public static final String TRACE_PARENT = "traceparent";

    /** How many events of the same command and the same aggregate come after it; absent from the last. */
    public static final String FOLLOWING = "following";

    @Override
    public Map<String, ?> correlationDataFor(Message<?> message) {
        var kept = new HashMap<String, Object>();
        for (var key : new String[] {ACTOR, CORRELATION, TRACE_PARENT}) {
            var value = message.getMetaData().get(key);
            if (value != null) {
                kept.put(key, value);
            }
        }
        return kept;
    }
}
