package io.rollbook.command.publishing;

import io.rollbook.api.event.EventTopic;
import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * The topic that events are published to.
 *
 * @param name the topic's name
 * @param partitions how many partitions it is made with; the most projection instances that can share the work. Changing
 *     it later would break the order within an aggregate
 * @param replicas how many brokers keep each record
 * @param sendTimeout how long a record may wait for its acknowledgement before the batch is sent again
 */
@ConfigurationProperties("rollbook.topic")
public record EventTopicSettings(
        @DefaultValue(EventTopic.DEFAULT_NAME) String name,
        @DefaultValue("12") int partitions,
        @DefaultValue("1") short replicas,
        @DefaultValue("5s") Duration sendTimeout) {}
