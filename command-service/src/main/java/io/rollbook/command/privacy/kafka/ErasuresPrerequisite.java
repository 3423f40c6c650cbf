package io.rollbook.command.privacy.kafka;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.rollbook.api.personal.PersonTopics;
import io.rollbook.api.user.UserErased;
import io.rollbook.command.privacy.DataKeys;
import io.rollbook.command.privacy.Erasures;
import io.rollbook.command.startup.Prerequisite;
import io.rollbook.command.store.StoreOutage;
import io.rollbook.personal.KeyRing;
import io.rollbook.web.log.SecurityEvent;
import io.rollbook.web.log.SecurityLog;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
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
 * before an erasure does not bring the person back. What others have put into the topic is set aside and told of: only an
 * erasure that this roll has signed, or that names the fingerprint of the key it would destroy, is applied.
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
    private final DataKeys keys;
    private final KeyRing ring;

    ErasuresPrerequisite(
            KafkaProperties kafka, PersonTopicSettings topics, Erasures erasures, DataKeys keys, KeyRing ring) {
        this.kafka = kafka;
        this.topics = topics;
        this.erasures = erasures;
        this.keys = keys;
        this.ring = ring;
    }

    /**
     * An erasure as the topic has it.
     *
     * @param signed whether this roll has signed it
     */
    private record Told(UserErased certificate, boolean signed, long offset) {}

    @Override
    public String name() {
        return "Kafka";
    }

    @Override
    public void meet() throws Away {
        var restored = 0;
        for (var told : unknown(read())) {
            if (!told.signed() && !namesTheKey(told.certificate())) {
                setAside(told.offset(), "is not signed by this roll");
            } else if (restore(told.certificate())) {
                restored++;
            }
        }
        if (restored > 0) {
            LOG.warn("applied {} erasures that the database did not know: it is older than they are", restored);
        }
    }

    // Nearly always none of them, and then one look is enough.
    private List<Told> unknown(List<Told> all) throws Away {
        var known = withPostgres(erasures::certificates).keySet();
        return all.stream()
                .filter(told -> !known.contains(told.certificate().id().toString()))
                .toList();
    }

    // As a version wrote it that signed nothing.
    private boolean namesTheKey(UserErased certificate) throws Away {
        var named = certificate.fingerprint();
        var key = withPostgres(() -> keys.fingerprint(certificate.id()));
        return named != null
                && key.filter(there -> MessageDigest.isEqual(there.getBytes(UTF_8), named.getBytes(UTF_8)))
                        .isPresent();
    }

    private void setAside(long offset, String why) {
        LOG.error("set aside what the topic {} has at offset {}: it {}", topics.erasuresTopic(), offset, why);
        SecurityLog.tell(SecurityEvent.RECORD_REFUSED, "system", "topic", topics.erasuresTopic(), "offset", offset);
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

    private List<Told> read() throws Away {
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

    private List<Told> readToTheEnd(Consumer<String, String> consumer) throws Away {
        var partition = new TopicPartition(topics.erasuresTopic(), 0);
        consumer.assign(List.of(partition));
        consumer.seekToBeginning(List.of(partition));
        var end = consumer.endOffsets(List.of(partition)).getOrDefault(partition, 0L);
        var told = new ArrayList<Told>();
        var position = consumer.position(partition);
        while (position < end) {
            for (var record : consumer.poll(Duration.ofMillis(PATIENCE_MS))) {
                told(record).ifPresent(told::add);
            }
            var before = position;
            position = consumer.position(partition);
            if (position == before) {
                throw new Away("its topic of erasures gives nothing", new IllegalStateException("no records"));
            }
        }
        return told;
    }

    private Optional<Told> told(ConsumerRecord<String, String> record) {
        try {
            var certificate = record.value() == null ? null : JSON.readValue(record.value(), UserErased.class);
            if (certificate != null && String.valueOf(certificate.id()).equals(record.key())) {
                return Optional.of(new Told(certificate, isSigned(record), record.offset()));
            }
        } catch (JacksonException | IllegalArgumentException unreadable) {
            LOG.debug("it is no certificate", unreadable);
        }
        setAside(record.offset(), "is no erasure");
        return Optional.empty();
    }

    private boolean isSigned(ConsumerRecord<String, String> record) {
        var signature = record.headers().lastHeader(PersonTopics.SIGNATURE);
        return signature != null
                && signature.value() != null
                && ring.signedErasure(record.key(), record.value(), new String(signature.value(), UTF_8));
    }
}
