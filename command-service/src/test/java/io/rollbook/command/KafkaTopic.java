package io.rollbook.command;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.StringDeserializer;

/** What lies in a topic, read from its beginning. */
public final class KafkaTopic implements AutoCloseable {

    private final KafkaConsumer<String, byte[]> consumer;
    private final List<TopicPartition> partitions;
    private final List<Sent> read = new ArrayList<>();

    /** One record; of one without a value that is empty. */
    public record Sent(String key, String value, Map<String, String> headers) {

        public String header(String name) {
            return headers.getOrDefault(name, "");
        }

        public String id() {
            return header("ce_id");
        }

        public long sequence() {
            return Long.parseLong(header("ce_sequence"));
        }
    }

    public KafkaTopic(String name) {
        consumer = new KafkaConsumer<>(
                Map.of(
                        ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG,
                        WriteSide.bootstrapServers(),
                        ConsumerConfig.FETCH_MAX_WAIT_MS_CONFIG,
                        50),
                new StringDeserializer(),
                new ByteArrayDeserializer());
        partitions = consumer.partitionsFor(name).stream()
                .map(partition -> new TopicPartition(name, partition.partition()))
                .toList();
        consumer.assign(partitions);
        consumer.seekToBeginning(partitions);
    }

    /** Every record so far; those of one key in the order of the topic. */
    public List<Sent> sent() {
        var ends = consumer.endOffsets(partitions);
        while (ends.entrySet().stream().anyMatch(end -> consumer.position(end.getKey()) < end.getValue())) {
            consumer.poll(Duration.ofMillis(50)).forEach(sent -> read.add(sentOf(sent)));
        }
        return List.copyOf(read);
    }

    /** The values of one key, in order. */
    public List<String> valuesOf(String key) {
        return sent().stream()
                .filter(sent -> sent.key().equals(key))
                .map(Sent::value)
                .toList();
    }

    /** The records of one aggregate, each once however often it was sent. */
    public List<Sent> distinctOf(String aggregate) {
        var distinct = new LinkedHashMap<String, Sent>();
        sent().stream()
                .filter(sent -> sent.key().equals(aggregate))
                .forEach(sent -> distinct.putIfAbsent(sent.id(), sent));
        return List.copyOf(distinct.values());
    }

    @Override
    public void close() {
        consumer.close();
    }

    private static Sent sentOf(ConsumerRecord<String, byte[]> sent) {
        var headers = new HashMap<String, String>();
        sent.headers().forEach(header -> headers.put(header.key(), new String(header.value(), UTF_8)));
        return new Sent(sent.key(), sent.value() == null ? "" : new String(sent.value(), UTF_8), headers);
    }
}
