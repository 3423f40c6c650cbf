package io.rollbook.command.barrier;

import java.util.HashMap;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.config.TopicConfig;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.kafka.autoconfigure.KafkaProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.kafka.config.TopicBuilder;
import org.springframework.kafka.core.KafkaAdmin;

/** The topic and its reader. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(AccessBarrierSettings.class)
class AccessBarrierConfiguration {

    private static final String TEN_MINUTES = "600000";

    @Bean
    KafkaAdmin.NewTopics foldedTopic(AccessBarrierSettings settings) {
        return new KafkaAdmin.NewTopics(TopicBuilder.name(settings.topic())
                .partitions(1)
                .config(TopicConfig.RETENTION_MS_CONFIG, TEN_MINUTES)
                .build());
    }

    @Bean
    KafkaAccessBarrier foldedAccess(KafkaProperties kafka, AccessBarrierSettings settings) {
        var config = new HashMap<>(kafka.buildConsumerProperties());
        // Every instance reads everything, and only what comes from now on: no group, no offsets.
        config.remove(ConsumerConfig.GROUP_ID_CONFIG);
        config.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
        config.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "latest");
        config.put(ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG, false);
        return new KafkaAccessBarrier(
                settings, () -> new KafkaConsumer<>(config, new StringDeserializer(), new StringDeserializer()));
    }
}
