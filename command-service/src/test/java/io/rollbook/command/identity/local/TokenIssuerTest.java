package io.rollbook.command.identity.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.nimbusds.jose.jwk.source.ImmutableJWKSet;
import io.rollbook.api.consistency.ConsistencyToken;
import io.rollbook.command.identity.SessionRequest;
import io.rollbook.web.access.JwtTokenVerifier;
import io.rollbook.web.access.VerifiedToken;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TokenIssuerTest {

    private static final ConsistencyToken SEEN = new ConsistencyToken("user-7", 3);

    @TempDir
    private Path folder = Path.of("");

    @Test
    void issuesWhatTheVerifierAccepts() {
        var keys = keys("keys.json");
        var token =
                new TokenIssuer(keys, Duration.ofHours(1)).issue("uid-7", SEEN).token();

        var verified = verifier(keys).verify(token).orElseThrow();
        assertThat(verified)
                .isEqualTo(new VerifiedToken(
                        "uid-7", SEEN, verified.issuedAt(), verified.session(), verified.expiresAt()));
        assertThat(verified.issuedAt()).isCloseTo(Instant.now(), within(10, ChronoUnit.SECONDS));
    }

    @Test
    void saysWhenTheTokenStopsBeingGood() {
        assertThat(new TokenIssuer(keys("keys.json"), Duration.ofHours(1))
                        .issue("uid-7", SEEN)
                        .expiresAt())
                .isCloseTo(Instant.now().plus(Duration.ofHours(1)), within(10, ChronoUnit.SECONDS));
    }

    @Test
    void aCookieIsOfTheSessionOfItsTokenAndNoTwoTokensAreOfOne() {
        var keys = keys("keys.json");
        var issuer = new TokenIssuer(keys, Duration.ofHours(1));
        var token = issuer.issue("uid-7", SEEN);
        var verified = verifier(keys).verify(token.token()).orElseThrow();

        var cookie = issuer.cookie(new SessionRequest(token.token(), verified, Duration.ofHours(12)));

        assertThat(verifier(keys).verifyCookie(cookie.value()))
                .map(VerifiedToken::session)
                .contains(verified.session());
        assertThat(verifier(keys).verify(issuer.issue("uid-7", SEEN).token()))
                .map(VerifiedToken::session)
                .isNotEqualTo(Optional.of(verified.session()));
    }

    @Test
    void issuesNothingThatAnotherKeyAccepts() {
        var token = new TokenIssuer(keys("keys.json"), Duration.ofHours(1))
                .issue("uid-7", SEEN)
                .token();

        assertThat(verifier(keys("others.json")).verify(token)).isEmpty();
    }

    @Test
    void issuesNothingThatIsGoodForEver() {
        var keys = keys("keys.json");
        var token = new TokenIssuer(keys, Duration.ofMinutes(-5))
                .issue("uid-7", SEEN)
                .token();

        assertThat(verifier(keys).verify(token)).isEmpty();
    }

    @Test
    void neverShowsATokenInText() {
        var session = new TokenIssuer(keys("keys.json"), Duration.ofHours(1)).issue("uid-7", SEEN);

        assertThat(session.toString()).doesNotContain(session.token());
    }

    private SigningKeys keys(String file) {
        return SigningKeys.in(folder.resolve(file), null, InstantSource.system());
    }

    private static JwtTokenVerifier verifier(SigningKeys keys) {
        return new JwtTokenVerifier(new ImmutableJWKSet<>(keys.published()));
    }
}
