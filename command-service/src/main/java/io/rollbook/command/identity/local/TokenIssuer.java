package io.rollbook.command.identity.local;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.JWSSigner;
import com.nimbusds.jose.crypto.ECDSASigner;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import io.rollbook.command.identity.SessionToken;
import io.rollbook.command.identity.TokenRequest;
import io.rollbook.web.access.JwtTokenVerifier;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Date;

/** Signs tokens that {@link JwtTokenVerifier} accepts. */
final class TokenIssuer {

    private final JWSHeader header;
    private final JWSSigner signer;
    private final Duration life;

    TokenIssuer(SigningKeys keys, Duration life) {
        try {
            this.signer = new ECDSASigner(keys.signing());
        } catch (JOSEException e) {
            throw new IllegalStateException("the signing key cannot sign", e);
        }
        this.header = new JWSHeader.Builder(JwtTokenVerifier.ALGORITHM)
                .type(JOSEObjectType.JWT)
                .keyID(keys.signing().getKeyID())
                .build();
        this.life = life;
    }

    SessionToken issue(TokenRequest request) {
        var now = Instant.now().truncatedTo(ChronoUnit.SECONDS);
        var expiresAt = now.plus(life);
        var claims = new JWTClaimsSet.Builder()
                .issuer(JwtTokenVerifier.ISSUER)
                .audience(JwtTokenVerifier.AUDIENCE)
                .subject(request.uid())
                .issueTime(Date.from(now))
                .expirationTime(Date.from(expiresAt))
                .claim(JwtTokenVerifier.SEEN, request.seen().toString())
                .build();
        var jwt = new SignedJWT(header, claims);
        try {
            jwt.sign(signer);
        } catch (JOSEException e) {
            throw new IllegalStateException("a token cannot be signed", e);
        }
        return new SessionToken(jwt.serialize(), expiresAt);
    }
}
