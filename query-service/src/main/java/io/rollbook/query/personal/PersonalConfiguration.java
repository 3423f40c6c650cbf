package io.rollbook.query.personal;

import com.mongodb.client.MongoDatabase;
import io.rollbook.api.personal.PersonTopics;
import io.rollbook.web.health.ReachabilityIndicator;
import io.rollbook.web.personal.KeyRingSettings;
import java.time.InstantSource;
import java.util.HashMap;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.boot.kafka.autoconfigure.KafkaProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Puts together what opens personal data, and shows whether it is there. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties({KeyRingSettings.class, KafkaProperties.class})
class PersonalConfiguration {
    @Bean
    PersonKeys personKeys(MongoDatabase readModels, KeyRingSettings settings) {
        return new PersonKeys(readModels, AwaitedKeyRing.of(settings));
    }

    @Bean
    PersonKeyConsumer personKeyConsumer(
            PersonKeys personKeys,
            MongoDatabase readModels,
            KafkaProperties kafka,
            @Value("${rollbook.personal.keys-topic:" + PersonTopics.KEYS + "}") String keys,
            @Value("${rollbook.personal.erasures-topic:" + PersonTopics.ERASURES + "}") String erasures) {
        var config = new HashMap<>(kafka.buildConsumerProperties());
        config.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
        config.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest");
        config.put(ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG, false);
        config.remove(ConsumerConfig.GROUP_ID_CONFIG);
        var reading =
                new PersonKeyReading(keys, erasures, personKeys, new KeyPositions(readModels), InstantSource.system());
        return new PersonKeyConsumer(
                reading, () -> new KafkaConsumer<>(config, new StringDeserializer(), new ByteArrayDeserializer()));
    }

    /** Without the keys, and without knowing who is erased, nothing is served. */
    @Bean
    HealthIndicator personKeysHealthIndicator(PersonKeys personKeys) {
        return () -> personKeys
                .missing()
                .map(missing -> Health.outOfService()
                        .withDetail(ReachabilityIndicator.MISSING, missing)
                        .build())
                .orElseGet(() -> Health.up().build());
    }
}
