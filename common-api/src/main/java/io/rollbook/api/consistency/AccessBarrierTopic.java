package io.rollbook.api.consistency;

/**
 * How the read side tells the command side that it has folded what was changed of a user, so that a command that takes
 * something away is answered only once it holds on both sides. One small Kafka topic: the key is the aggregate's
 * identifier, the value the folded version in decimal. Only the present counts; what is past is not read.
 */
public final class AccessBarrierTopic {

    /** The topic's name unless {@code rollbook.access-folded.topic} says otherwise. */
    public static final String DEFAULT_TOPIC = "rollbook.access-folded";

    private AccessBarrierTopic() {}
}
