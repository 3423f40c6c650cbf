package io.rollbook.query.platform;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/**
 * A stored position and the end of its partition. Every process moves the position, and every writer moves the end, while
 * they are read. So the position is read first: an end that is read after it cannot lie before it, unless the topic is
 * another one. Read the other way round, a position that another process stores in between would look too far.
 *
 * @param next the offset of the next record to store; {@code null} when nothing is stored
 * @param end the offset of the next record to be written
 */
public record StoredPosition(@Nullable Long next, long end) {

    /**
     * The position and the end of each partition, read in the order that allows to compare them.
     *
     * @param stored reads the positions; a partition that is not begun is not in its answer
     * @param patience the longest to wait for Kafka
     * @throws org.apache.kafka.common.KafkaException when Kafka does not tell the ends in that time
     */
    public static Map<TopicPartition, StoredPosition> read(
            Supplier<Map<TopicPartition, Long>> stored,
            Consumer<?, ?> consumer,
            Set<TopicPartition> partitions,
            Duration patience) {
        var next = stored.get();
        var ends = consumer.endOffsets(partitions, patience);
        var positions = new HashMap<TopicPartition, StoredPosition>();
        for (var partition : partitions) {
            positions.put(partition, new StoredPosition(next.get(partition), ends.getOrDefault(partition, 0L)));
        }
        return positions;
    }

    /** Whether the partition ends before the position, so that the position is one of another topic of this name. */
    public boolean isOfAnotherTopic() {
        return next != null && next > end;
    }
}
