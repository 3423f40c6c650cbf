package io.rollbook.query;

import com.nimbusds.jose.jwk.source.JWKSourceBuilder;
import io.rollbook.query.user.QueryCallers;
import io.rollbook.web.access.JwtTokenVerifier;
import io.rollbook.web.access.TokenVerifier;
import io.rollbook.web.access.firebase.FirebaseVerification;
import java.net.MalformedURLException;
import java.net.URI;
import java.util.Map;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.boot.kafka.autoconfigure.KafkaAutoConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Import;

/** The read side as a program of its own. */
@SpringBootConfiguration(proxyBeanMethods = false)
@EnableAutoConfiguration(exclude = KafkaAutoConfiguration.class)
@Import({QuerySide.class, QueryCallers.class, FirebaseVerification.class})
public class QueryServiceApplication {

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

    /** Verifies tokens with the keys that the command side publishes. */
    @Bean
    @ConditionalOnProperty(name = "rollbook.identity", havingValue = "local", matchIfMissing = true)
    TokenVerifier publishedKeysVerifier(
            @Value("${rollbook.identity.jwks-uri:http://localhost:8080/.well-known/jwks.json}") URI keys)
            throws MalformedURLException {
        return new JwtTokenVerifier(
                JWKSourceBuilder.create(keys.toURL()).retrying(true).build());
    }
}
