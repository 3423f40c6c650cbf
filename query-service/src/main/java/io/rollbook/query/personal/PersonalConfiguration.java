package io.rollbook.query.personal;

import com.mongodb.client.MongoDatabase;
import io.rollbook.api.personal.PersonTopics;
import io.rollbook.web.health.ReachabilityIndicator;
import io.rollbook.web.personal.KeyRingSettings;
import java.time.InstantSource;
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
class KeyRingConfiguration {
    @Bean
    PersonKeys personKeys(MongoDatabase readModels, KeyRingSettings settings) {
        return new PersonKeys(readModels, AwaitedKeyRing.of(settings), settings.sealedSince());
    }

    @Bean
    PersonKeyConsumer personKeyConsumer(
            PersonKeys personKeys,
            MongoDatabase readModels,
            KafkaProperties kafka,
            @Value("${rollbook.personal.keys-topic:" + PersonTopics.KEYS + "}") String keys,
            @Value("${rollbook.personal.erasures-topic:" + PersonTopics.ERASURES + "}") String erasures) {
        var reading =
                new PersonKeyReading(keys, erasures, personKeys, new KeyPositions(readModels), InstantSource.system());
        return new PersonKeyConsumer(reading, PersonKeyConsumer.consumers(kafka.buildConsumerProperties()));
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
