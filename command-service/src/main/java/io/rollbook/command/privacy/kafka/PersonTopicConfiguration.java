package io.rollbook.command.privacy.kafka;

import io.rollbook.command.privacy.DataKeys;
import io.rollbook.command.privacy.Erasures;
import io.rollbook.command.publishing.EventTopicSettings;
import io.rollbook.command.store.ClusterLock;
import io.rollbook.personal.KeyRing;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.common.config.TopicConfig;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Lazy;
import org.springframework.kafka.config.TopicBuilder;
import org.springframework.kafka.core.KafkaAdmin;

/** The topics of keys and erasures, and what writes to them. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(PersonTopicSettings.class)
class PersonTopicConfiguration {

    private static final String ALMOST_NOTHING = "0.01";
    private static final String ONE_SECOND = "1000";

    /** Compacted soon, also in what was written last: a key that was taken back must not stay on the broker's disk. */
    @Bean
    KafkaAdmin.NewTopics personTopics(EventTopicSettings events, PersonTopicSettings topics) {
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

    private static TopicBuilder compacted(String name, EventTopicSettings events) {
        return TopicBuilder.name(name).partitions(1).replicas(events.replicas()).compact();
    }

    @Bean
    KeyPublisher keyPublisher(
            DataKeys keys,
            Erasures erasures,
            KeyRing ring,
            @Lazy Producer<String, byte[]> eventProducer,
            PersonTopicSettings topics) {
        return new KeyPublisher(keys, erasures, ring, eventProducer, topics);
    }

    @Bean
    KeyRewrapper keyRewrapper(DataKeys keys, KeyPublisher publisher, ClusterLock clusterLock) {
        return new KeyRewrapper(keys, publisher, clusterLock);
    }
}
