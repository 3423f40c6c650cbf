package io.rollbook.command.privacy.kafka;

import io.rollbook.api.user.UserErased;
import io.rollbook.command.privacy.Erasures;
import io.rollbook.command.startup.Prerequisite;
import io.rollbook.command.store.StoreOutage;
import io.rollbook.web.platform.StartRefused;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.kafka.autoconfigure.KafkaProperties;
import org.springframework.core.annotation.Order;
import org.springframework.stereotype.Component;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/**
 * All erasures that Kafka knows, applied to the database before anything is served: one that was restored from a backup of
 * before an erasure does not bring the person back.
 */
@Component
@Order(3)
class ErasuresPrerequisite implements Prerequisite {

    private static final Logger LOG = LoggerFactory.getLogger(ErasuresPrerequisite.class);
    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final int PATIENCE_MS = 3_000;

    private final KafkaProperties kafka;
    private final PersonTopicSettings topics;
    private final Erasures erasures;

    ErasuresPrerequisite(KafkaProperties kafka, PersonTopicSettings topics, Erasures erasures) {
        this.kafka = kafka;
        this.topics = topics;
        this.erasures = erasures;
    }

    @Override
    public String name() {
        return "Kafka";
    }

    @Override
    public void meet() throws Away {
        var restored = 0;
        for (var certificate : unknown(read())) {
            if (restore(certificate)) {
                restored++;
            }
        }
        if (restored > 0) {
            LOG.warn("applied {} erasures that the database did not know: it is older than they are", restored);
        }
    }

    // Nearly always none of them, and then one look is enough.
    private List<UserErased> unknown(List<UserErased> certificates) throws Away {
        var known = withPostgres(erasures::certificates).keySet();
        return certificates.stream()
                .filter(certificate -> !known.contains(certificate.id().toString()))
                .toList();
    }

    private boolean restore(UserErased certificate) throws Away {
        return withPostgres(() -> erasures.restore(certificate));
    }

    private static <T> T withPostgres(Supplier<T> work) throws Away {
        try {
            return work.get();
        } catch (RuntimeException e) {
            if (StoreOutage.isOne(e)) {
                throw new Away("PostgreSQL went away while erasures were applied", e);
            }
            throw e;
        }
    }

    private List<UserErased> read() throws Away {
        var config = new HashMap<>(kafka.buildConsumerProperties());
        config.remove(ConsumerConfig.GROUP_ID_CONFIG);
        config.putAll(Map.of(
                ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG,
                false,
                ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG,
                false,
                ConsumerConfig.DEFAULT_API_TIMEOUT_MS_CONFIG,
                PATIENCE_MS,
                ConsumerConfig.FETCH_MAX_WAIT_MS_CONFIG,
                50));
        try (var consumer = new KafkaConsumer<>(config, new StringDeserializer(), new StringDeserializer())) {
            return readToTheEnd(consumer);
        } catch (KafkaException e) {
            throw new Away("its topic of erasures cannot be read", e);
        }
    }

    private List<UserErased> readToTheEnd(Consumer<String, String> consumer) throws Away {
        var partition = new TopicPartition(topics.erasuresTopic(), 0);
        consumer.assign(List.of(partition));
        consumer.seekToBeginning(List.of(partition));
        var end = consumer.endOffsets(List.of(partition)).getOrDefault(partition, 0L);
        var certificates = new ArrayList<UserErased>();
        var position = consumer.position(partition);
        while (position < end) {
            for (var record : consumer.poll(Duration.ofMillis(PATIENCE_MS))) {
                certificates.add(certificate(record));
            }
            var before = position;
            position = consumer.position(partition);
            if (position == before) {
                throw new Away("its topic of erasures gives nothing", new IllegalStateException("no records"));
            }
        }
        return certificates;
    }

    // What is no certificate is not passed over: it may stand for somebody who was erased.
    private UserErased certificate(ConsumerRecord<String, String> record) {
        try {
            return JSON.readValue(record.value(), UserErased.class);
        } catch (JacksonException | IllegalArgumentException e) {
            throw new StartRefused("the topic %s holds something that is no erasure, at offset %s; is it another's?"
                    .formatted(record.topic(), record.offset()));
        }
    }
}
