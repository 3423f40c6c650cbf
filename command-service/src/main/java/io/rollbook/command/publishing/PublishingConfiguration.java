package io.rollbook.command.publishing;

import io.rollbook.command.store.StoreIdentity;
import io.rollbook.command.store.StoredEvents;
import java.util.Map;
import java.util.function.Function;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.config.TopicConfig;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.axonframework.common.transaction.TransactionManager;
import org.axonframework.eventhandling.DomainEventMessage;
import org.axonframework.eventhandling.TrackingToken;
import org.axonframework.eventhandling.tokenstore.TokenStore;
import org.axonframework.serialization.Serializer;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.kafka.autoconfigure.KafkaProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Lazy;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.kafka.config.TopicBuilder;
import org.springframework.kafka.core.KafkaAdmin;

/** The topic of events, the producer and the publisher. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(EventTopicSettings.class)
class PublishingConfiguration {

    private static final String FOR_EVER = "-1";

    @Bean
    KafkaAdmin.NewTopics eventTopic(EventTopicSettings topic) {
        return new KafkaAdmin.NewTopics(TopicBuilder.name(topic.name())
                .partitions(topic.partitions())
                .replicas(topic.replicas())
                .config(TopicConfig.RETENTION_MS_CONFIG, FOR_EVER)
                .config(TopicConfig.RETENTION_BYTES_CONFIG, FOR_EVER)
                .build());
    }

    /** Lazy, because a producer is not even made while the name of its server is not known. */
    @Bean(destroyMethod = "close")
    @Lazy
    Producer<String, byte[]> eventProducer(KafkaProperties kafka, EventTopicSettings topic) {
        var settings = kafka.buildProducerProperties();
        var timeout = Math.toIntExact(topic.sendTimeout().toMillis());
        // One request at a time: when it fails, nothing sent after it can have arrived before it is sent again.
        settings.putAll(Map.of(
                ProducerConfig.MAX_IN_FLIGHT_REQUESTS_PER_CONNECTION,
                1,
                ProducerConfig.ACKS_CONFIG,
                "all",
                ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG,
                true,
                ProducerConfig.LINGER_MS_CONFIG,
                0,
                ProducerConfig.MAX_BLOCK_MS_CONFIG,
                timeout,
                ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG,
                timeout / 2,
                ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG,
                timeout,
                ProducerConfig.COMPRESSION_TYPE_CONFIG,
                "lz4"));
        return new KafkaProducer<>(settings, new StringSerializer(), new ByteArraySerializer());
    }

    @Bean
    EventSender eventSender(
            @Lazy Producer<String, byte[]> eventProducer,
            EventTopicSettings topic,
            @Qualifier("eventSerializer") Serializer serializer,
            BeforePublishing before) {
        return new EventSender(eventProducer, new EventRecords(topic.name(), serializer), before);
    }

    /** The publisher and all that it alone uses. */
    @Bean
    static EventPublisher eventPublisher(
            StoredEvents store,
            StoreIdentity identity,
            TokenStore tokens,
            TransactionManager transactions,
            EventSender sender,
            Republications republications,
            JdbcClient jdbc) {
        var positions = new EventPositions(jdbc);
        Function<@Nullable TrackingToken, StoreReading> readings =
                from -> new StoreReading(store, from, event -> storedIndex(jdbc, event));
        var republisher = new Republisher(republications, readings, positions, sender);
        return new EventPublisher(readings, identity, tokens, transactions, sender, positions, republisher);
    }

    private static long storedIndex(JdbcClient jdbc, DomainEventMessage<?> event) {
        return jdbc.sql("select global_index from domain_event where aggregate_id = :id and sequence_number = :number")
                .param("id", event.getAggregateIdentifier())
                .param("number", event.getSequenceNumber())
                .query(Long.class)
                .single();
    }
}
