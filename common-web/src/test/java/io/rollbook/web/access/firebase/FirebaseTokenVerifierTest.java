package io.rollbook.web.access.firebase;

import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.JWSSigner;
import com.nimbusds.jose.crypto.MACSigner;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import com.nimbusds.jose.jwk.source.ImmutableJWKSet;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.PlainJWT;
import com.nimbusds.jwt.SignedJWT;
import io.rollbook.web.access.VerifiedToken;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Date;
import java.util.List;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

/** Which of Firebase's tokens are believed. */
class FirebaseTokenVerifierTest {

    private static final String PROJECT = "the-roll";
    private static final String BEARER_ISSUER = "https://securetoken.google.com/the-roll";
    private static final String COOKIE_ISSUER = "https://session.firebase.google.com/the-roll";
    private static final RSAKey BEARER_KEY = key("bearer");
    private static final RSAKey COOKIE_KEY = key("cookie");

    private final Instant now = Instant.now().truncatedTo(ChronoUnit.SECONDS);
    private final FirebaseTokenVerifier verifier = FirebaseTokenVerifier.signedByGoogle(
            PROJECT,
            new ImmutableJWKSet<>(new JWKSet(BEARER_KEY.toPublicJWK())),
            new ImmutableJWKSet<>(new JWKSet(COOKIE_KEY.toPublicJWK())),
            Clock.systemUTC());
    private final FirebaseTokenVerifier emulated =
            FirebaseTokenVerifier.unsignedByTheEmulator(PROJECT, Clock.systemUTC());

    @Test
    void believesAnIdTokenAndSaysWhenItsOwnerSignedIn() throws JOSEException {
        assertThat(verifier.verify(signed(BEARER_KEY, bearer(claims -> claims))))
                .map(token -> List.of(token.uid(), token.issuedAt(), token.session()))
                .contains(
                        List.of("uid-1", now.minusSeconds(60), VerifiedToken.sessionOf("uid-1", now.minusSeconds(60))));
    }

    @Test
    void believesASessionCookie() throws JOSEException {
        var cookie = bearer(claims -> claims.issuer(COOKIE_ISSUER));
        assertThat(verifier.verifyCookie(signed(COOKIE_KEY, cookie))).isPresent();
    }

    @Test
    void anIdTokenIsNoCookieNorTheOtherWayRound() throws JOSEException {
        var cookie = bearer(claims -> claims.issuer(COOKIE_ISSUER));
        assertThat(verifier.verifyCookie(signed(BEARER_KEY, bearer(claims -> claims))))
                .isEmpty();
        assertThat(verifier.verify(signed(COOKIE_KEY, cookie))).isEmpty();
        assertThat(verifier.verify(signed(BEARER_KEY, cookie))).isEmpty();
    }

    @Test
    void refusesWhatIsNotForThisProjectOrNotNow() throws JOSEException {
        assertRefused(claims -> claims.audience("another-roll"));
        assertRefused(claims -> claims.issuer("https://securetoken.google.com/another-roll"));
        assertRefused(claims -> claims.expirationTime(Date.from(now.minusSeconds(120))));
        assertRefused(claims -> claims.issueTime(Date.from(now.plusSeconds(120))));
        assertRefused(claims -> claims.claim("auth_time", now.plusSeconds(120).getEpochSecond()));
        assertRefused(claims -> claims.notBeforeTime(Date.from(now.plusSeconds(120))));
        assertRefused(claims -> claims.claim("auth_time", null));
        assertRefused(claims -> claims.issueTime(null));
        assertRefused(claims -> claims.expirationTime(null));
        assertRefused(claims -> claims.subject(null));
        assertRefused(claims -> claims.subject(""));
        assertRefused(claims -> claims.subject("u".repeat(129)));
    }

    @Test
    void refusesEverySignatureButGooglesOwn() throws JOSEException {
        var claims = bearer(claim -> claim);
        assertThat(verifier.verify(signed(key("bearer"), claims))).isEmpty();
        assertThat(verifier.verify(signed(key("unknown"), claims))).isEmpty();
        assertThat(verifier.verify(new PlainJWT(claims).serialize())).isEmpty();
        var publicKey = BEARER_KEY.toRSAPublicKey().getEncoded();
        assertThat(verifier.verify(signed(JWSAlgorithm.HS256, new MACSigner(publicKey), claims)))
                .isEmpty();
        assertThat(verifier.verify(signed(JWSAlgorithm.RS512, new RSASSASigner(BEARER_KEY), claims)))
                .isEmpty();
        assertThat(verifier.verify("no token at all")).isEmpty();
    }

    @Test
    void theEmulatorsTokensAreUnsignedAndHeldAgainstTheSameClaims() throws JOSEException {
        assertThat(emulated.verify(new PlainJWT(bearer(claims -> claims)).serialize()))
                .isPresent();
        assertThat(emulated.verify(new PlainJWT(bearer(claims -> claims.audience("another"))).serialize()))
                .isEmpty();
        assertThat(emulated.verifyCookie(new PlainJWT(bearer(claims -> claims)).serialize()))
                .isEmpty();
        assertThat(emulated.verify(signed(BEARER_KEY, bearer(claims -> claims))))
                .isEmpty();
    }

    private void assertRefused(UnaryOperator<JWTClaimsSet.Builder> change) throws JOSEException {
        assertThat(verifier.verify(signed(BEARER_KEY, bearer(change)))).isEmpty();
    }

    private JWTClaimsSet bearer(UnaryOperator<JWTClaimsSet.Builder> change) {
        return change.apply(new JWTClaimsSet.Builder()
                        .issuer(BEARER_ISSUER)
                        .audience(PROJECT)
                        .subject("uid-1")
                        .issueTime(Date.from(now))
                        .expirationTime(Date.from(now.plusSeconds(3600)))
                        .claim("auth_time", now.minusSeconds(60).getEpochSecond()))
                .build();
    }

    private static String signed(RSAKey key, JWTClaimsSet claims) throws JOSEException {
        var jwt = new SignedJWT(
                new JWSHeader.Builder(JWSAlgorithm.RS256).keyID(key.getKeyID()).build(), claims);
        jwt.sign(new RSASSASigner(key));
        return jwt.serialize();
    }

    private static String signed(JWSAlgorithm algorithm, JWSSigner signer, JWTClaimsSet claims) throws JOSEException {
        var jwt = new SignedJWT(
                new JWSHeader.Builder(algorithm).keyID(BEARER_KEY.getKeyID()).build(), claims);
        jwt.sign(signer);
        return jwt.serialize();
    }

    private static RSAKey key(String id) {
        try {
            return new RSAKeyGenerator(2048).keyID(id).generate();
        } catch (JOSEException e) {
            throw new IllegalStateException(e);
        }
    }
}
