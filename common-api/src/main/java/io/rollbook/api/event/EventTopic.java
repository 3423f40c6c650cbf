package io.rollbook.api.event;

/**
 * How events travel from the store to the projections: one Kafka topic, keyed by aggregate identifier, each record a
 * CloudEvent in binary mode. The context attributes are {@code id} (event id), {@code type} (stable type name),
 * {@code subject} (aggregate identifier), {@code time} (UTC) and {@code source}; what CloudEvents does not name are the
 * extensions listed here. {@code docs/events.md} has the whole picture.
 */
public final class EventTopic {

    /** The topic's name unless {@code rollbook.topic.name} says otherwise. */
    public static final String DEFAULT_NAME = "rollbook.events";

    /** The {@code source} of every event. */
    public static final String SOURCE = "/rollbook";

    /** Extension: the event's number within its aggregate, from 0 without a gap, in decimal. */
    public static final String SEQUENCE = "sequence";

    /** Extension: the event's place in the whole store, rising, with gaps, in decimal. */
    public static final String GLOBAL_INDEX = "globalindex";

    /**
     * Extension: the event's place in the one order of all events, from 1 without a gap, in decimal; the same when it is sent
     * again.
     */
    public static final String POSITION = "position";

    /** Extension: the revision of the event's shape, from 1, in decimal. */
    public static final String REVISION = "revision";

    /** Extension: who caused it: {@code user-<id>}, {@code system} or {@code anonymous}. */
    public static final String ACTOR = "actor";

    /** Extension: the correlation id of the request that caused it. */
    public static final String CORRELATION = "correlationid";

    /** Extension: the W3C trace context of the request that caused it, when it had one. */
    public static final String TRACE_PARENT = "traceparent";

    /**
     * Extension: how many events of the same command and the same aggregate come after this one, in decimal; none when it
     * is the last. A reader that must not see half of a command waits for them.
     */
    public static final String FOLLOWING = "following";

    private EventTopic() {}
}
