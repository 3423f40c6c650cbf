package io.rollbook.query.user;

import com.mongodb.client.model.Filters;
import io.rollbook.api.consistency.AccessBarrierTopic;
import io.rollbook.api.user.UserId;
import io.rollbook.query.consistency.ReadYourWrites;
import io.rollbook.query.projection.Projections;
import io.rollbook.query.projection.ReadModel;
import io.rollbook.web.access.Caller;
import io.rollbook.web.access.CallerDirectory;
import io.rollbook.web.access.VerifiedToken;
import io.rollbook.web.envelope.Unavailable;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Optional;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.serialization.StringSerializer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.kafka.autoconfigure.KafkaProperties;
import org.springframework.context.annotation.Bean;

/**
 * Who is calling, from the view of access, and what tells the command side how far that is. No scan finds it: import it where the
 * read side runs alone. Beside the command side, that side's own directory answers sooner, and no announcement is needed.
 *
 * <p>A caller with a dead letter is let in nowhere: what could not be folded may be what took their rights away.
 */
public class QueryCallers {
    private static final Logger LOG = LoggerFactory.getLogger(QueryCallers.class);

    /** How long to wait for a user who has an account but is not in the read model yet. */
    static final Duration NEW_USER = Duration.ofSeconds(2);

    /** How long ago somebody who is new has signed in at most. The token of an account without a user is waited for no longer. */
    private static final Duration JUST_NOW = Duration.ofSeconds(30);

    private static final Duration RETRY_AFTER = Duration.ofSeconds(30);
    private static final int WORTH_SENDING_MS = 2000;

    @Bean
    AccessProjection accessProjection() {
        return new AccessProjection();
    }

    @Bean
    ReadModel<AccessDocument> accessReadModel(Projections projections, AccessProjection projection) {
        return projections.readModel(projection);
    }

    @Bean
    CallerDirectory queryCallerDirectory(ReadModel<AccessDocument> access, ReadYourWrites readYourWrites) {
        return token -> find(token, access, readYourWrites);
    }

    @Bean
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

    private static Optional<Caller> find(
            VerifiedToken token, ReadModel<AccessDocument> access, ReadYourWrites readYourWrites) {
        var seen = token.seen();
        var patience = token.issuedAt().isAfter(Instant.now().minus(JUST_NOW)) ? NEW_USER : Duration.ZERO;
        if (seen != null && readYourWrites.await(seen, AccessProjection.VIEW).isPresent()) {
            // What the token was given for has been waited for: a user who is not there now is deleted.
            patience = Duration.ZERO;
        }
        var found = readYourWrites.await(patience, () -> access.first(Filters.eq(AccessProjection.UID, token.uid())));
        found.map(AccessDocument::id)
                .map(UserId::toString)
                .filter(access::hasDeadLetter)
                .ifPresent(user -> {
                    LOG.warn("refused {}, who has dead letters: what they may do is not known", user);
                    throw new Unavailable("what you may do is not known at this moment", RETRY_AFTER);
                });
        return found.filter(user -> !user.refuses(token)).map(user -> user.caller(token));
    }
}
