package io.rollbook.command.publishing;

import io.rollbook.command.personal.DataKeys;
import io.rollbook.command.personal.Erasures;
import io.rollbook.command.personal.PersonTopicSettings;
import io.rollbook.command.store.OneInstance;
import io.rollbook.command.store.StoreIdentity;
import io.rollbook.command.store.StoredEvents;
import java.util.Map;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.config.TopicConfig;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.axonframework.common.transaction.TransactionManager;
import org.axonframework.eventhandling.DomainEventMessage;
import org.axonframework.eventhandling.tokenstore.TokenStore;
import org.axonframework.serialization.Serializer;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.kafka.autoconfigure.KafkaProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Lazy;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.kafka.config.TopicBuilder;
import org.springframework.kafka.core.KafkaAdmin;

/** The topics, the producer and the publishers. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties({PublishingProperties.class, PersonTopicSettings.class})
class PublishingConfiguration {

    private static final String FOR_EVER = "-1";
    private static final String ALMOST_NOTHING = "0.01";
    private static final String ONE_SECOND = "1000";

    @Bean
    KafkaAdmin.NewTopics eventTopic(PublishingProperties topic) {
        return new KafkaAdmin.NewTopics(TopicBuilder.name(topic.name())
                .partitions(topic.partitions())
                .replicas(topic.replicas())
                .config(TopicConfig.RETENTION_MS_CONFIG, FOR_EVER)
                .config(TopicConfig.RETENTION_BYTES_CONFIG, FOR_EVER)
                .build());
    }

    /** Compacted soon, also in what was written last: a key that was taken back must not stay on the broker's disk. */
    @Bean
    KafkaAdmin.NewTopics personTopics(PublishingProperties events, PersonTopicSettings topics) {
        var lag = Long.toString(topics.compactionLag().toMillis());
        return new KafkaAdmin.NewTopics(
                compacted(topics.keysTopic(), events)
                        .config(TopicConfig.MIN_CLEANABLE_DIRTY_RATIO_CONFIG, ALMOST_NOTHING)
                        .config(TopicConfig.MAX_COMPACTION_LAG_MS_CONFIG, lag)
                        .config(TopicConfig.SEGMENT_MS_CONFIG, lag)
                        .config(TopicConfig.FILE_DELETE_DELAY_MS_CONFIG, ONE_SECOND)
                        .build(),
                compacted(topics.erasuresTopic(), events).build());
    }

    private static TopicBuilder compacted(String name, PublishingProperties events) {
        return TopicBuilder.name(name).partitions(1).replicas(events.replicas()).compact();
    }

    @Bean
    KeyPublisher keyPublisher(
            DataKeys keys,
            Erasures erasures,
            @Lazy Producer<String, byte[]> eventProducer,
            PersonTopicSettings topics) {
        return new KeyPublisher(keys, erasures, eventProducer, topics);
    }

    @Bean
    KeyRewrapper keyRewrapper(DataKeys keys, KeyPublisher publisher, OneInstance oneInstance) {
        return new KeyRewrapper(keys, publisher, oneInstance);
    }

    /** Lazy, because a producer is not even made while the name of its server is not known. */
    @Bean(destroyMethod = "close")
    @Lazy
    Producer<String, byte[]> eventProducer(KafkaProperties kafka, PublishingProperties topic) {
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
    EventPublisher eventPublisher(
            StoredEvents store,
            StoreIdentity identity,
            TokenStore positions,
            TransactionManager transactions,
            @Lazy Producer<String, byte[]> eventProducer,
            PublishingProperties topic,
            @Qualifier("eventSerializer") Serializer serializer,
            KeyPublisher keys,
            JdbcClient jdbc) {
        return new EventPublisher(
                store,
                identity,
                positions,
                transactions,
                eventProducer,
                new EventRecords(topic.name(), serializer),
                keys,
                event -> storedIndex(jdbc, event));
    }

    static long storedIndex(JdbcClient jdbc, DomainEventMessage<?> event) {
        return jdbc.sql("select global_index from domain_event where aggregate_id = :id and sequence_number = :number")
                .param("id", event.getAggregateIdentifier())
                .param("number", event.getSequenceNumber())
                .query(Long.class)
                .single();
    }
}
