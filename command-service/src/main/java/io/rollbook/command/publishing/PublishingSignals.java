package io.rollbook.command.publishing;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.binder.MeterBinder;
import io.rollbook.web.health.Reachability;
import io.rollbook.web.health.ReachabilityIndicator;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.axonframework.serialization.Serializer;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.kafka.autoconfigure.KafkaProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Lazy;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.PlatformTransactionManager;

/** What operators see of publishing: health, metrics, and whether Kafka can be reached. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(PublishingSettings.class)
class PublishingSignals {

    private static final int PATIENCE_MS = 2_000;

    @Bean
    PublishingWatch publishingWatch(
            JdbcClient jdbc,
            @Qualifier("eventSerializer") Serializer serializer,
            PlatformTransactionManager transactions,
            PublishingSettings settings) {
        return new PublishingWatch(new PublishedPosition(jdbc, serializer, transactions), settings);
    }

    @Bean
    PublishingHealth publishingHealthIndicator(PublishingWatch watch, EventPublisher publisher) {
        return new PublishingHealth(watch, publisher);
    }

    @Bean
    MeterBinder publishingMeters(PublishingWatch watch, EventPublisher publisher) {
        return registry -> {
            Gauge.builder("rollbook.publishing.oldest.age", watch, PublishingWatch::oldestAge)
                    .baseUnit("seconds")
                    .description("How long the oldest event that is not published has waited; 0 when all are")
                    .register(registry);
            FunctionCounter.builder("rollbook.published", publisher, EventPublisher::acknowledged)
                    .description("Events that this instance has published")
                    .register(registry);
        };
    }

    /** Lazy, because a client is not even made while the name of its server is not known. */
    @Bean(destroyMethod = "close")
    @Lazy
    Admin kafkaContact(KafkaProperties kafka) {
        var config = new HashMap<>(kafka.buildAdminProperties());
        config.putAll(Map.of(
                AdminClientConfig.REQUEST_TIMEOUT_MS_CONFIG,
                PATIENCE_MS,
                AdminClientConfig.DEFAULT_API_TIMEOUT_MS_CONFIG,
                PATIENCE_MS));
        return Admin.create(config);
    }

    /** Commands do without Kafka once the write side is open: what they append is published when it is back. */
    @Bean
    ReachabilityIndicator kafkaHealthIndicator(@Lazy Admin kafkaContact) {
        return ReachabilityIndicator.wanted(new Reachability(
                "Kafka", () -> kafkaContact.describeCluster().nodes().get(PATIENCE_MS, TimeUnit.MILLISECONDS)));
    }
}
