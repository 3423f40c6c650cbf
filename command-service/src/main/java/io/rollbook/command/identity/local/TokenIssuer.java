package io.rollbook.command.identity.local;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.ECDSASigner;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import io.rollbook.api.consistency.ConsistencyToken;
import io.rollbook.api.user.SessionId;
import io.rollbook.command.identity.SessionCookie;
import io.rollbook.command.identity.SessionRequest;
import io.rollbook.command.identity.SessionToken;
import io.rollbook.web.access.JwtTokenVerifier;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Date;
import org.jspecify.annotations.Nullable;

/** Signs tokens that {@link JwtTokenVerifier} accepts. */
final class TokenIssuer {

    private final SigningKeys keys;
    private final Duration life;

    TokenIssuer(SigningKeys keys, Duration life) {
        this.keys = keys;
        this.life = life;
    }

    SessionToken issue(String uid, ConsistencyToken seen) {
        var now = Instant.now().truncatedTo(ChronoUnit.SECONDS);
        var expiresAt = now.plus(life);
        var token = sign(claims(JwtTokenVerifier.AUDIENCE, uid, seen, SessionId.random(), now, now, expiresAt));
        return new SessionToken(token, expiresAt);
    }

    SessionCookie cookie(SessionRequest request) {
        var now = Instant.now().truncatedTo(ChronoUnit.SECONDS);
        var expiresAt = now.plus(request.life());
        var from = request.verified();
        // What it says of the signing in is the token's: whatever revokes the one revokes the other.
        var claims = claims(
                JwtTokenVerifier.COOKIE_AUDIENCE,
                from.uid(),
                from.seen(),
                from.session(),
                from.issuedAt(),
                now,
                expiresAt);
        return new SessionCookie(sign(claims), expiresAt);
    }

    private static JWTClaimsSet claims(
            String audience,
            String uid,
            @Nullable ConsistencyToken seen,
            SessionId session,
            Instant signedInAt,
            Instant now,
            Instant expiresAt) {
        return new JWTClaimsSet.Builder()
                .issuer(JwtTokenVerifier.ISSUER)
                .audience(audience)
                .subject(uid)
                .issueTime(Date.from(now))
                .expirationTime(Date.from(expiresAt))
                .claim(JwtTokenVerifier.SIGNED_IN_AT, signedInAt.getEpochSecond())
                .claim(JwtTokenVerifier.SESSION, session.toString())
                .claim(JwtTokenVerifier.SEEN, seen == null ? null : seen.toString())
                .build();
    }

    private String sign(JWTClaimsSet claims) {
        var key = keys.signing();
        var header = new JWSHeader.Builder(JwtTokenVerifier.ALGORITHM)
                .type(JOSEObjectType.JWT)
                .keyID(key.getKeyID())
                .build();
        var jwt = new SignedJWT(header, claims);
        try {
            jwt.sign(new ECDSASigner(key));
        } catch (JOSEException e) {
            throw new IllegalStateException("a token cannot be signed", e);
        }
        return jwt.serialize();
    }
}
