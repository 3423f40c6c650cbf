package io.rollbook.command.identity.local;

import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.ECDSASigner;
import com.nimbusds.jose.crypto.MACSigner;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.PlainJWT;
import com.nimbusds.jwt.SignedJWT;
import io.rollbook.web.access.JwtTokenVerifier;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

/** Every token that is not ours, or no longer, is refused. */
class TokenForgeryTest {

    private final ECKey ours = key("ours");
    private final JwtTokenVerifier verifier =
            new JwtTokenVerifier((selector, context) -> selector.select(new JWKSet(ours.toPublicJWK())));

    @Test
    void oursIsGood() throws JOSEException {
        assertThat(verifier.verify(signed(ours, claims -> claims))).isPresent();
    }

    @Test
    void anotherIssuersIsRefused() throws JOSEException {
        refused(signed(ours, claims -> claims.issuer("https://securetoken.google.com/other")));
    }

    @Test
    void oneForSomebodyElseIsRefused() throws JOSEException {
        refused(signed(ours, claims -> claims.audience("another-api")));
    }

    @Test
    void aSessionCookieIsNoBearerToken() throws JOSEException {
        var cookie = signed(ours, claims -> claims.audience(JwtTokenVerifier.COOKIE_AUDIENCE));
        refused(cookie);
        assertThat(verifier.verifyCookie(cookie)).isPresent();
        assertThat(verifier.verifyCookie(signed(ours, claims -> claims))).isEmpty();
    }

    @Test
    void anExpiredOneIsRefused() throws JOSEException {
        refused(signed(ours, claims -> claims.expirationTime(in(Duration.ofSeconds(-1)))));
    }

    @Test
    void oneThatIsNotYetGoodIsRefused() throws JOSEException {
        refused(signed(ours, claims -> claims.notBeforeTime(in(Duration.ofSeconds(10)))));
    }

    @Test
    void oneThatNeverEndsOrIsNobodysIsRefused() throws JOSEException {
        refused(signed(ours, claims -> claims.expirationTime(null)));
        refused(signed(ours, claims -> claims.subject(null)));
    }

    @Test
    void oneOfAnotherKeyUnderOurNameIsRefused() throws JOSEException {
        refused(signed(key("ours"), claims -> claims));
        refused(signed(key("theirs"), claims -> claims));
    }

    @Test
    void anUnsignedOneIsRefused() {
        refused(new PlainJWT(claims(claims -> claims)).serialize());
    }

    @Test
    void ourPublicKeyIsNoSecretToSignWith() throws JOSEException {
        var header = new JWSHeader.Builder(JWSAlgorithm.HS256).keyID("ours").build();
        var jwt = new SignedJWT(header, claims(claims -> claims));
        jwt.sign(new MACSigner(ours.toPublicJWK().toJSONString().getBytes(StandardCharsets.UTF_8)));
        refused(jwt.serialize());
    }

    @Test
    void aKeyThatTheTokenBringsAlongIsNotBelieved() throws JOSEException {
        var theirs = key("theirs");
        var header = new JWSHeader.Builder(JwtTokenVerifier.ALGORITHM)
                .jwk(theirs.toPublicJWK())
                .keyID("theirs")
                .build();
        var jwt = new SignedJWT(header, claims(claims -> claims));
        jwt.sign(new ECDSASigner(theirs));
        refused(jwt.serialize());
    }

    private void refused(String token) {
        assertThat(verifier.verify(token)).isEmpty();
    }

    private static String signed(ECKey key, UnaryOperator<JWTClaimsSet.Builder> change) throws JOSEException {
        var header = new JWSHeader.Builder(JwtTokenVerifier.ALGORITHM)
                .keyID(key.getKeyID())
                .build();
        var jwt = new SignedJWT(header, claims(change));
        jwt.sign(new ECDSASigner(key));
        return jwt.serialize();
    }

    private static JWTClaimsSet claims(UnaryOperator<JWTClaimsSet.Builder> change) {
        return change.apply(new JWTClaimsSet.Builder()
                        .issuer(JwtTokenVerifier.ISSUER)
                        .audience(JwtTokenVerifier.AUDIENCE)
                        .subject("uid")
                        .issueTime(in(Duration.ZERO))
                        .expirationTime(in(Duration.ofHours(1))))
                .build();
    }

    private static Date in(Duration time) {
        return Date.from(Instant.now().plus(time));
    }

    private static ECKey key(String id) {
        try {
            return new ECKeyGenerator(Curve.P_256).keyID(id).generate();
        } catch (JOSEException e) {
            throw new AssertionError(e);
        }
    }
}
