package io.rollbook.query;

import com.nimbusds.jose.jwk.source.JWKSourceBuilder;
import io.rollbook.query.user.QueryCallers;
import io.rollbook.web.access.JwtTokenVerifier;
import io.rollbook.web.access.TokenVerifier;
import java.net.URI;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Import;

/** The read side as a program of its own. */
@SpringBootConfiguration(proxyBeanMethods = false)
@EnableAutoConfiguration
@Import({QuerySide.class, QueryCallers.class})
public class QueryServiceApplication {
    public static void main(String[] args) {
        SpringApplication.run(QueryServiceApplication.class, args);
    }

    /** Verifies tokens with the keys that the command side publishes. */
    @Bean
    TokenVerifier publishedKeysVerifier(
            @Value("${rollbook.identity.jwks-uri:http://localhost:8080/.well-known/jwks.json}") URI keys)
            throws java.net.MalformedURLException {
        return new JwtTokenVerifier(
                JWKSourceBuilder.create(keys.toURL()).retrying(true).build());
    }
}
