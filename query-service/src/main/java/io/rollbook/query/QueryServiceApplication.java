package io.rollbook.query;

import com.nimbusds.jose.jwk.JWKMatcher;
import com.nimbusds.jose.jwk.JWKSelector;
import com.nimbusds.jose.jwk.source.JWKSource;
import com.nimbusds.jose.jwk.source.JWKSourceBuilder;
import com.nimbusds.jose.proc.SecurityContext;
import io.rollbook.api.value.Loopback;
import io.rollbook.query.user.QueryCallers;
import io.rollbook.web.access.JwtTokenVerifier;
import io.rollbook.web.access.TokenVerifier;
import io.rollbook.web.access.firebase.FirebaseVerification;
import io.rollbook.web.health.Reachability;
import io.rollbook.web.health.ReachabilityIndicator;
import io.rollbook.web.platform.StartRefused;
import java.net.MalformedURLException;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.boot.kafka.autoconfigure.KafkaAutoConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Import;

/** The read side as a program of its own. */
@SpringBootConfiguration(proxyBeanMethods = false)
@EnableAutoConfiguration(exclude = KafkaAutoConfiguration.class)
@Import({QuerySide.class, QueryCallers.class, FirebaseVerification.class})
public class QueryServiceApplication {

    // As long as Firebase's keys are used when they cannot be fetched again.
    private static final Duration OUTAGE = Duration.ofHours(4);

    // Not in an application.yaml: beside the command side there would be two of that name.
    private static final Map<String, Object> DEFAULTS = Map.of(
            "spring.application.name", "rollbook-query",
            "spring.main.banner-mode", "off",
            "spring.threads.virtual.enabled", "true",
            "server.port", "8081");

    public static void main(String[] args) {
        var application = new SpringApplication(QueryServiceApplication.class);
        application.setDefaultProperties(DEFAULTS);
        application.run(args);
    }

    /**
     * The keys that the command side publishes. What was fetched once serves while nobody publishes them.
     *
     * @param openLine whether the line to another machine may be open, because nobody else is on it
     * @throws StartRefused when it is open and may not be: somebody on it could give out keys of theirs
     */
    @Bean
    @ConditionalOnProperty(name = "rollbook.identity", havingValue = "local", matchIfMissing = true)
    JWKSource<SecurityContext> publishedKeys(
            @Value("${rollbook.identity.jwks-uri:http://localhost:8080/.well-known/jwks.json}") URI keys,
            @Value("${rollbook.identity.jwks-open-line:false}") boolean openLine)
            throws MalformedURLException {
        if (!"https".equalsIgnoreCase(keys.getScheme()) && !Loopback.is(String.valueOf(keys.getHost())) && !openLine) {
            throw new StartRefused(
                    "ROLLBOOK_IDENTITY_JWKSURI leads over an open line, where somebody could give out keys"
                            + " of theirs: use https, or set ROLLBOOK_IDENTITY_JWKSOPENLINE=true if nobody else is on that line");
        }
        return JWKSourceBuilder.create(keys.toURL())
                .retrying(true)
                .outageTolerant(OUTAGE.toMillis())
                .build();
    }

    @Bean
    @ConditionalOnBean(name = "publishedKeys")
    TokenVerifier publishedKeysVerifier(JWKSource<SecurityContext> publishedKeys) {
        return new JwtTokenVerifier(publishedKeys);
    }

    @Bean
    @ConditionalOnBean(name = "publishedKeys")
    ReachabilityIndicator signingKeysHealthIndicator(JWKSource<SecurityContext> publishedKeys) {
        var any = new JWKSelector(new JWKMatcher.Builder().build());
        return ReachabilityIndicator.required(new Reachability(
                "the command service's keys that tokens are verified with", () -> publishedKeys.get(any, null)));
    }
}
