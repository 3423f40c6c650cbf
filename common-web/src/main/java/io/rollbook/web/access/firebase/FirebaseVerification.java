package io.rollbook.web.access.firebase;

import com.nimbusds.jose.jwk.source.JWKSource;
import com.nimbusds.jose.jwk.source.JWKSourceBuilder;
import com.nimbusds.jose.proc.SecurityContext;
import com.nimbusds.jose.util.DefaultResourceRetriever;
import com.nimbusds.jose.util.ResourceRetriever;
import io.rollbook.web.access.TokenVerifier;
import io.rollbook.web.platform.StartRefused;
import java.net.MalformedURLException;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.Environment;

/** The verifier of Firebase's tokens, in force with {@code rollbook.identity=firebase}; either side imports it. */
@Configuration(proxyBeanMethods = false)
@ConditionalOnProperty(name = "rollbook.identity", havingValue = "firebase")
@EnableConfigurationProperties(FirebaseProject.class)
public class FirebaseVerification {

    private static final Logger LOG = LoggerFactory.getLogger(FirebaseVerification.class);
    private static final int CONNECT_MILLISECONDS = 2_000;
    private static final int READ_MILLISECONDS = 5_000;
    private static final int MOST_BYTES = 200_000;
    private static final Duration OUTAGE = Duration.ofHours(4);

    @Bean
    TokenVerifier firebaseTokenVerifier(FirebaseProject project, Environment environment) {
        var id = project.id();
        if (project.emulator(environment).isPresent()) {
            LOG.warn(
                    "{} is set: unsigned tokens are accepted and anybody can make them; never do this in production",
                    FirebaseProject.EMULATOR_HOST);
            return FirebaseTokenVerifier.unsignedByTheEmulator(id, Clock.systemUTC());
        }
        var http = new DefaultResourceRetriever(CONNECT_MILLISECONDS, READ_MILLISECONDS, MOST_BYTES);
        return FirebaseTokenVerifier.signedByGoogle(
                id,
                keys(project.idTokenKeys(), http),
                keys(project.sessionCookieKeys(), new CertificatesAsKeys(http)),
                Clock.systemUTC());
    }

    private static JWKSource<SecurityContext> keys(URI address, ResourceRetriever http) {
        try {
            return JWKSourceBuilder.create(address.toURL(), http)
                    .retrying(true)
                    .outageTolerant(OUTAGE.toMillis())
                    .build();
        } catch (MalformedURLException | IllegalArgumentException e) {
            throw new StartRefused("no keys of Firebase's tokens can be read from " + address + ": set a URL");
        }
    }
}
