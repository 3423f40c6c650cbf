package io.rollbook.command.identity.local;

import io.micrometer.core.instrument.MeterRegistry;
import io.rollbook.command.identity.IdentityProvider;
import io.rollbook.command.privacy.EmailIndex;
import io.rollbook.web.access.JwtTokenVerifier;
import io.rollbook.web.access.TokenVerifier;
import java.time.InstantSource;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.simple.JdbcClient;

/** In force unless {@code rollbook.identity} names another provider. */
@Configuration(proxyBeanMethods = false)
@ConditionalOnProperty(name = "rollbook.identity", havingValue = "local", matchIfMissing = true)
@EnableConfigurationProperties(LocalIdentitySettings.class)
class LocalIdentityConfiguration {

    @Bean
    SigningKeys signingKeys(LocalIdentitySettings settings) {
        return SigningKeys.in(settings.keyFile(), settings.rotateAfter(), InstantSource.system());
    }

    @Bean
    IdentityProvider localIdentityProvider(
            JdbcClient jdbc,
            EmailIndex emails,
            SigningKeys keys,
            LocalIdentitySettings settings,
            PasswordHashes hashes) {
        return new LocalIdentityProvider(jdbc, emails, hashes, new TokenIssuer(keys, settings.tokenLife()));
    }

    @Bean
    PasswordHashes passwordHashes(MeterRegistry meters) {
        return new PasswordHashes(meters);
    }

    @Bean
    TokenVerifier localTokenVerifier(SigningKeys keys) {
        return new JwtTokenVerifier((selector, context) -> selector.select(keys.published()));
    }
}
