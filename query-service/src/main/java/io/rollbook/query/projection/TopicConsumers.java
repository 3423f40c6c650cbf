package io.rollbook.query.projection;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.GroupProtocol;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.StringDeserializer;

/** Opens consumers of the topic of events. */
final class TopicConsumers {
    private static final int FETCH_BYTES = 4 * 1024 * 1024;

    private final String topic;
    private final Map<String, Object> connection;
    private final ProjectionSettings settings;
    private final GroupPreparation groups;

    /**
     * Consumers of {@code topic}.
     *
     * @param connection where the brokers are and how to talk to them; what is said there wins over the defaults here
     */
    TopicConsumers(String topic, Map<String, Object> connection, ProjectionSettings settings) {
        this.topic = topic;
        this.connection = Map.copyOf(connection);
        this.settings = settings;
        this.groups = new GroupPreparation(connection, settings.sessionTimeout());
    }

    String topic() {
        return topic;
    }

    /**
     * A consumer in the group of the given projection.
     *
     * @throws org.apache.kafka.common.KafkaException when the broker cannot be reached
     */
    Consumer<String, byte[]> open(String projection) {
        var group = "rollbook-" + projection + settings.groupSuffix();
        var member = settings.instanceId() == null ? null : projection + "-" + settings.instanceId();
        groups.prepare(group, member);
        var config = new HashMap<String, Object>();
        config.put(ConsumerConfig.FETCH_MIN_BYTES_CONFIG, 1);
        config.put(ConsumerConfig.MAX_PARTITION_FETCH_BYTES_CONFIG, FETCH_BYTES);
        config.putAll(connection);
        config.put(ConsumerConfig.GROUP_ID_CONFIG, group);
        config.put(ConsumerConfig.GROUP_PROTOCOL_CONFIG, GroupProtocol.CONSUMER.name());
        config.put(ConsumerConfig.MAX_POLL_RECORDS_CONFIG, settings.maxPollRecords());
        config.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
        config.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest");
        config.put(ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG, false);
        if (member != null) {
            config.put(ConsumerConfig.GROUP_INSTANCE_ID_CONFIG, member);
        }
        return open(config);
    }

    /** The offset that follows the last record of each partition of the topic, now. */
    Map<TopicPartition, Long> ends(Duration timeout) {
        try (var consumer = open()) {
            return ends(consumer, timeout);
        }
    }

    /** The same, by a consumer of {@link #open()} that the caller keeps. */
    Map<TopicPartition, Long> ends(Consumer<String, byte[]> consumer, Duration timeout) {
        var partitions = consumer.partitionsFor(topic, timeout).stream()
                .map(partition -> new TopicPartition(partition.topic(), partition.partition()))
                .collect(Collectors.toSet());
        // Not needed for the answer, but the client warns of offsets of partitions it does not have.
        consumer.assign(partitions);
        return consumer.endOffsets(partitions, timeout);
    }

    /** A consumer in no group, which only looks. */
    Consumer<String, byte[]> open() {
        var config = new HashMap<>(connection);
        config.put(ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG, false);
        config.remove(ConsumerConfig.GROUP_ID_CONFIG);
        return open(config);
    }

    private static Consumer<String, byte[]> open(Map<String, Object> config) {
        return new KafkaConsumer<>(config, new StringDeserializer(), new ByteArrayDeserializer());
    }
}
