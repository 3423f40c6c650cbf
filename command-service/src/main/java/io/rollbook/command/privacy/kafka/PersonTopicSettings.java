package io.rollbook.command.privacy.kafka;

import io.rollbook.api.personal.PersonTopics;
import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * The topics by which keys and erasures reach the read side.
 *
 * @param keysTopic the name of the topic of keys
 * @param erasuresTopic the name of the topic of erasures
 * @param compactionLag how long a key may lie in Kafka once it is taken back before compaction is to drop it, at least 1 ms;
 *     it takes up to twice as long and a little, and holds for a topic made with it
 */
@ConfigurationProperties("rollbook.personal")
public record PersonTopicSettings(
        @DefaultValue(PersonTopics.KEYS) String keysTopic,
        @DefaultValue(PersonTopics.ERASURES) String erasuresTopic,
        @DefaultValue("1h") Duration compactionLag) {}
