package io.rollbook.query.web;

import io.rollbook.api.consistency.ConsistencyToken;
import io.rollbook.api.user.SessionId;
import io.rollbook.query.QuerySide;
import io.rollbook.query.user.QueryCallers;
import io.rollbook.web.access.TokenVerifier;
import io.rollbook.web.access.VerifiedToken;
import java.time.Instant;
import java.util.Optional;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.kafka.autoconfigure.KafkaAutoConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Import;

/** The read side with tokens that are their own text: a uid, and after a bar what its owner has seen. */
@SpringBootConfiguration(proxyBeanMethods = false)
@EnableAutoConfiguration(exclude = KafkaAutoConfiguration.class)
@Import({QuerySide.class, QueryCallers.class})
class TestQuerySide {
    @Bean
    TokenVerifier readableTokens() {
        return new TokenVerifier() {
            @Override
            public Optional<VerifiedToken> verify(String token) {
                var parts = token.split("\\|");
                var seen = parts.length > 1 ? ConsistencyToken.parse(parts[1]).orElseThrow() : null;
                return parts[0].startsWith("uid-")
                        ? Optional.of(new VerifiedToken(parts[0], seen, Instant.now(), SessionId.random(), Instant.MAX))
                        : Optional.empty();
            }

            @Override
            public Optional<VerifiedToken> verifyCookie(String cookie) {
                return verify(cookie);
            }
        };
    }
}
