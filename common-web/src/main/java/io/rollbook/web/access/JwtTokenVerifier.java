package io.rollbook.web.access;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.KeySourceException;
import com.nimbusds.jose.jwk.source.JWKSource;
import com.nimbusds.jose.jwk.source.RateLimitReachedException;
import com.nimbusds.jose.proc.BadJOSEException;
import com.nimbusds.jose.proc.SecurityContext;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.proc.DefaultJWTClaimsVerifier;
import io.rollbook.api.consistency.ConsistencyToken;
import io.rollbook.api.user.SessionId;
import io.rollbook.web.envelope.Unavailable;
import java.text.ParseException;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Verifies the tokens of the local identity provider: ES256 and nothing else, our issuer, our audience, a subject, an
 * expiry that has not passed, to the second: no leeway is given, so the clocks of the services must agree.
 */
public final class JwtTokenVerifier implements TokenVerifier {

    /** The {@code iss} of every token. */
    public static final String ISSUER = "rollbook";

    /** The {@code aud} of every bearer token. */
    public static final String AUDIENCE = "rollbook-api";

    /** The claim that holds the version of the user whose password was checked: a later one that ends sessions ends this. */
    public static final String SEEN = "seen";

    /** The only signature algorithm; a token that names another, or none, is refused. */
    public static final JWSAlgorithm ALGORITHM = JWSAlgorithm.ES256;

    /** The {@code aud} of every session cookie. */
    public static final String COOKIE_AUDIENCE = "rollbook-session";

    /** The claim that holds when the user signed in, in seconds since 1970 (OpenID Connect Core 1.0, section 2). */
    public static final String SIGNED_IN_AT = "auth_time";

    /** The claim that names the session (OpenID Connect Front-Channel Logout 1.0, section 3). */
    public static final String SESSION = "sid";

    private static final Duration RETRY_AFTER = Duration.ofSeconds(2);

    private final SignedTokens bearers;
    private final SignedTokens cookies;

    /** A verifier with the public keys of {@code keys}, which may be far away and change over time. */
    public JwtTokenVerifier(JWKSource<SecurityContext> keys) {
        bearers = new SignedTokens(ALGORITHM, keys, rules(AUDIENCE));
        cookies = new SignedTokens(ALGORITHM, keys, rules(COOKIE_AUDIENCE));
    }

    @Override
    public Optional<VerifiedToken> verify(String token) {
        return verify(token, bearers);
    }

    @Override
    public Optional<VerifiedToken> verifyCookie(String cookie) {
        return verify(cookie, cookies);
    }

    private static DefaultJWTClaimsVerifier<SecurityContext> rules(String audience) {
        var rules = new DefaultJWTClaimsVerifier<>(
                audience, new JWTClaimsSet.Builder().issuer(ISSUER).build(), Set.of("sub", "iat", "exp"));
        // The library would let an expired token pass for a minute more.
        rules.setMaxClockSkew(0);
        return rules;
    }

    private static Optional<VerifiedToken> verify(String token, SignedTokens tokens) {
        try {
            return Optional.of(accept(tokens.claimsOf(token)));
        } catch (RateLimitReachedException unknownKey) {
            // Somebody keeps naming keys that nobody has. Keys are published long before they sign, so none is missed.
            return Optional.empty();
        } catch (KeySourceException e) {
            throw new Unavailable("the keys that tokens are verified with cannot be reached", RETRY_AFTER, e);
        } catch (ParseException | BadJOSEException | JOSEException e) {
            return Optional.empty();
        }
    }

    private static VerifiedToken accept(JWTClaimsSet claims) throws ParseException {
        var uid = claims.getSubject();
        var signedInAt = signedInAt(claims);
        var named = claims.getStringClaim(SESSION);
        // The first releases named no session.
        var session = (named == null ? Optional.<SessionId>empty() : SessionId.parse(named))
                .orElseGet(() -> VerifiedToken.sessionOf(uid, signedInAt));
        return new VerifiedToken(
                uid,
                seen(claims),
                signedInAt,
                session,
                claims.getExpirationTime().toInstant());
    }

    private static Instant signedInAt(JWTClaimsSet claims) throws ParseException {
        var signedIn = claims.getLongClaim(SIGNED_IN_AT);
        return signedIn == null ? claims.getIssueTime().toInstant() : Instant.ofEpochSecond(signedIn);
    }

    private static @Nullable ConsistencyToken seen(JWTClaimsSet claims) throws ParseException {
        var text = claims.getStringClaim(SEEN);
        return text == null ? null : ConsistencyToken.parse(text).orElse(null);
    }
}
