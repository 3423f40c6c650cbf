package io.rollbook.query.user;

import io.rollbook.api.consistency.AccessBarrierTopic;
import io.rollbook.api.user.UserId;
import io.rollbook.query.consistency.Followers;
import io.rollbook.query.consistency.Followers.Leave;
import io.rollbook.query.projection.Projections;
import io.rollbook.query.projection.ReadModel;
import java.util.HashMap;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.serialization.StringSerializer;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.boot.kafka.autoconfigure.KafkaProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Wires the users. */
@Configuration(proxyBeanMethods = false)
class UserConfiguration {
    private static final int WORTH_SENDING_MS = 2000;

    @Bean
    ReadModel<UserDocument> userReadModel(Projections projections, UserProjection projection) {
        return projections.readModel(projection);
    }

    /** A plain user follows themselves, approved or not. */
    @Bean
    Followers userFollowers() {
        return new Followers(UserId.PREFIX, (caller, id) -> caller.is(new UserId(id)) ? Leave.GIVEN : Leave.REFUSED);
    }

    /** Where both sides ask the same claims there is nobody to tell. */
    @Bean
    @ConditionalOnProperty(name = "rollbook.access-folded.announce", matchIfMissing = true)
    AccessBarrierAnnouncer accessAnnouncer(
            KafkaProperties kafka,
            @Value("${rollbook.access-folded.topic:" + AccessBarrierTopic.DEFAULT_TOPIC + "}") String topic) {
        var config = new HashMap<>(kafka.buildProducerProperties());
        config.put(ProducerConfig.ACKS_CONFIG, "1");
        config.put(ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG, false);
        config.put(ProducerConfig.LINGER_MS_CONFIG, 0);
        // What comes later than anybody waits need not come at all.
        config.put(ProducerConfig.MAX_BLOCK_MS_CONFIG, WORTH_SENDING_MS);
        config.put(ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG, WORTH_SENDING_MS);
        config.put(ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, WORTH_SENDING_MS);
        return new AccessBarrierAnnouncer(
                topic, () -> new KafkaProducer<>(config, new StringSerializer(), new StringSerializer()));
    }
}
