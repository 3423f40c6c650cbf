package io.rollbook.web.access.firebase;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.KeySourceException;
import com.nimbusds.jose.jwk.source.JWKSource;
import com.nimbusds.jose.proc.BadJOSEException;
import com.nimbusds.jose.proc.SecurityContext;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.PlainJWT;
import com.nimbusds.jwt.proc.BadJWTException;
import com.nimbusds.jwt.proc.DefaultJWTClaimsVerifier;
import io.rollbook.web.access.SignedTokens;
import io.rollbook.web.access.TokenVerifier;
import io.rollbook.web.access.VerifiedToken;
import io.rollbook.web.envelope.Unavailable;
import java.text.ParseException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Verifies Firebase's tokens by the rules Google publishes for doing so without its SDK: RS256 and nothing else, one of
 * Google's keys, the project's issuer, the project as audience, a subject of at most 128 characters, an expiry ahead,
 * {@code iat} and {@code auth_time} not ahead. Clocks may differ by a minute.
 */
public final class FirebaseTokenVerifier implements TokenVerifier {

    private static final Duration SKEW = Duration.ofMinutes(1);
    private static final Duration RETRY_AFTER = Duration.ofSeconds(2);
    private static final int LONGEST_UID = 128;
    private static final String BEARER_ISSUER = "https://securetoken.google.com/";
    private static final String COOKIE_ISSUER = "https://session.firebase.google.com/";

    private final Kind bearers;
    private final Kind cookies;
    private final Clock clock;

    private FirebaseTokenVerifier(Kind bearers, Kind cookies, Clock clock) {
        this.bearers = bearers;
        this.cookies = cookies;
        this.clock = clock;
    }

    /**
     * Verifies what Google signed.
     *
     * @param bearerKeys the keys of ID tokens
     * @param cookieKeys the keys of session cookies, which are others
     */
    public static FirebaseTokenVerifier signedByGoogle(
            String project, JWKSource<SecurityContext> bearerKeys, JWKSource<SecurityContext> cookieKeys, Clock clock) {
        return new FirebaseTokenVerifier(
                new SignedTokens(JWSAlgorithm.RS256, bearerKeys, claims(BEARER_ISSUER, project))::claimsOf,
                new SignedTokens(JWSAlgorithm.RS256, cookieKeys, claims(COOKIE_ISSUER, project))::claimsOf,
                clock);
    }

    /**
     * Believes what the Auth emulator hands out, which nobody signs: anybody can write such a token. Only for
     * development.
     */
    public static FirebaseTokenVerifier unsignedByTheEmulator(String project, Clock clock) {
        return new FirebaseTokenVerifier(
                new Unsigned(claims(BEARER_ISSUER, project)), new Unsigned(claims(COOKIE_ISSUER, project)), clock);
    }

    @Override
    public Optional<VerifiedToken> verify(String token) {
        return verify(token, bearers);
    }

    @Override
    public Optional<VerifiedToken> verifyCookie(String cookie) {
        return verify(cookie, cookies);
    }

    private Optional<VerifiedToken> verify(String token, Kind kind) {
        try {
            return accept(kind.claimsOf(token));
        } catch (KeySourceException e) {
            throw new Unavailable("the keys that tokens are verified with cannot be reached", RETRY_AFTER, e);
        } catch (ParseException | BadJOSEException | JOSEException e) {
            return Optional.empty();
        }
    }

    private Optional<VerifiedToken> accept(JWTClaimsSet claims) throws ParseException {
        var uid = claims.getSubject();
        var signedIn = claims.getDateClaim("auth_time");
        if (uid.isBlank() || uid.length() > LONGEST_UID || isAhead(claims.getIssueTime()) || isAhead(signedIn)) {
            return Optional.empty();
        }
        var signedInAt = signedIn.toInstant();
        return Optional.of(new VerifiedToken(
                uid,
                null,
                signedInAt,
                VerifiedToken.sessionOf(uid, signedInAt),
                claims.getExpirationTime().toInstant()));
    }

    private boolean isAhead(@Nullable Date time) {
        return time == null || time.toInstant().isAfter(Instant.now(clock).plus(SKEW));
    }

    private static DefaultJWTClaimsVerifier<SecurityContext> claims(String issuer, String project) {
        var verifier = new DefaultJWTClaimsVerifier<SecurityContext>(
                project,
                new JWTClaimsSet.Builder().issuer(issuer + project).build(),
                Set.of("sub", "iat", "exp", "auth_time"));
        verifier.setMaxClockSkew(Math.toIntExact(SKEW.toSeconds()));
        return verifier;
    }

    /** One kind of token: how its claims are had once it holds. */
    private interface Kind {
        JWTClaimsSet claimsOf(String token) throws ParseException, BadJOSEException, JOSEException;
    }

    private record Unsigned(DefaultJWTClaimsVerifier<SecurityContext> verifier) implements Kind {

        @Override
        public JWTClaimsSet claimsOf(String token) throws ParseException, BadJWTException {
            var claims = PlainJWT.parse(token).getJWTClaimsSet();
            verifier.verify(claims, null);
            return claims;
        }
    }
}
