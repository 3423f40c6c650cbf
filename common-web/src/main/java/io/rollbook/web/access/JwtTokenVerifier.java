package io.rollbook.web.access;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.KeySourceException;
import com.nimbusds.jose.jwk.source.JWKSource;
import com.nimbusds.jose.proc.BadJOSEException;
import com.nimbusds.jose.proc.JWSVerificationKeySelector;
import com.nimbusds.jose.proc.SecurityContext;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.proc.DefaultJWTClaimsVerifier;
import com.nimbusds.jwt.proc.DefaultJWTProcessor;
import io.rollbook.api.consistency.ConsistencyToken;
import io.rollbook.web.envelope.Unavailable;
import java.text.ParseException;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Verifies the tokens of the local identity provider: ES256 and nothing else, our issuer, our audience, a subject, an
 * expiry that has not passed.
 */
public final class JwtTokenVerifier implements TokenVerifier {

    /** The {@code iss} of every token. */
    public static final String ISSUER = "rollbook";

    /** The {@code aud} of every token. */
    public static final String AUDIENCE = "rollbook-api";

    /** The claim that holds the user's version when the token was given. */
    public static final String SEEN = "seen";

    /** The only signature algorithm; a token that names another, or none, is refused. */
    public static final JWSAlgorithm ALGORITHM = JWSAlgorithm.ES256;

    private static final Duration RETRY_AFTER = Duration.ofSeconds(2);

    private final DefaultJWTProcessor<SecurityContext> processor = new DefaultJWTProcessor<>();

    /** A verifier with the public keys of {@code keys}, which may be far away and change over time. */
    public JwtTokenVerifier(JWKSource<SecurityContext> keys) {
        processor.setJWSKeySelector(new JWSVerificationKeySelector<>(ALGORITHM, keys));
        processor.setJWTClaimsSetVerifier(new DefaultJWTClaimsVerifier<>(
                AUDIENCE, new JWTClaimsSet.Builder().issuer(ISSUER).build(), Set.of("sub", "iat", "exp")));
    }

    @Override
    public Optional<VerifiedToken> verify(String token) {
        try {
            var claims = processor.process(token, null);
            return Optional.of(new VerifiedToken(claims.getSubject(), seen(claims)));
        } catch (KeySourceException e) {
            throw new Unavailable("the keys that tokens are verified with cannot be reached", RETRY_AFTER, e);
        } catch (ParseException | BadJOSEException | JOSEException e) {
            return Optional.empty();
        }
    }

    private static @Nullable ConsistencyToken seen(JWTClaimsSet claims) throws ParseException {
        var text = claims.getStringClaim(SEEN);
        return text == null ? null : ConsistencyToken.parse(text).orElse(null);
    }
}
