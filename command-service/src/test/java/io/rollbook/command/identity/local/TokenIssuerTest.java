package io.rollbook.command.identity.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.nimbusds.jose.jwk.source.ImmutableJWKSet;
import io.rollbook.api.consistency.ConsistencyToken;
import io.rollbook.command.identity.TokenRequest;
import io.rollbook.web.access.JwtTokenVerifier;
import io.rollbook.web.access.VerifiedToken;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TokenIssuerTest {

    private static final TokenRequest REQUEST = new TokenRequest("uid-7", new ConsistencyToken("user-7", 3));

    @TempDir
    private Path folder = Path.of("");

    @Test
    void issuesWhatTheVerifierAccepts() {
        var keys = keys("keys.json");
        var token = new TokenIssuer(keys, Duration.ofHours(1)).issue(REQUEST).token();

        assertThat(verifier(keys).verify(token))
                .hasValue(new VerifiedToken("uid-7", new ConsistencyToken("user-7", 3)));
    }

    @Test
    void saysWhenTheTokenStopsBeingGood() {
        assertThat(new TokenIssuer(keys("keys.json"), Duration.ofHours(1))
                        .issue(REQUEST)
                        .expiresAt())
                .isCloseTo(Instant.now().plus(Duration.ofHours(1)), within(10, ChronoUnit.SECONDS));
    }

    @Test
    void issuesNothingThatAnotherKeyAccepts() {
        var token = new TokenIssuer(keys("keys.json"), Duration.ofHours(1))
                .issue(REQUEST)
                .token();

        assertThat(verifier(keys("others.json")).verify(token)).isEmpty();
    }

    @Test
    void issuesNothingThatIsGoodForEver() {
        var keys = keys("keys.json");
        var token = new TokenIssuer(keys, Duration.ofMinutes(-5)).issue(REQUEST).token();

        assertThat(verifier(keys).verify(token)).isEmpty();
    }

    @Test
    void neverShowsATokenInText() {
        var session = new TokenIssuer(keys("keys.json"), Duration.ofHours(1)).issue(REQUEST);

        assertThat(session.toString()).doesNotContain(session.token());
    }

    private SigningKeys keys(String file) {
        return SigningKeys.in(folder.resolve(file));
    }

    private static JwtTokenVerifier verifier(SigningKeys keys) {
        return new JwtTokenVerifier(new ImmutableJWKSet<>(keys.published()));
    }
}
