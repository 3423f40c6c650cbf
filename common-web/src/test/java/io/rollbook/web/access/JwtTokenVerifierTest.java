package io.rollbook.web.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.JWSSigner;
import com.nimbusds.jose.KeySourceException;
import com.nimbusds.jose.crypto.ECDSASigner;
import com.nimbusds.jose.crypto.MACSigner;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import com.nimbusds.jose.jwk.source.ImmutableJWKSet;
import com.nimbusds.jose.jwk.source.RateLimitReachedException;
import com.nimbusds.jose.util.Base64URL;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.PlainJWT;
import com.nimbusds.jwt.SignedJWT;
import io.rollbook.api.consistency.ConsistencyToken;
import io.rollbook.api.user.SessionId;
import io.rollbook.web.envelope.Unavailable;
import java.nio.charset.StandardCharsets;
import java.text.ParseException;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class JwtTokenVerifierTest {
    private static final SessionId ANY = SessionId.random();
    private static final ECKey KEY = key("ours");
    private static final ECKey FORGED = key("ours");

    private final JwtTokenVerifier verifier =
            new JwtTokenVerifier(new ImmutableJWKSet<>(new JWKSet(KEY.toPublicJWK())));

    @Test
    void acceptsATokenOfOurs() {
        assertThat(verifier.verify(signed(KEY, claims())))
                .map(JwtTokenVerifierTest::withoutTime)
                .hasValue(withoutTime("uid-7", new ConsistencyToken("user-7", 3)));
    }

    @Test
    void acceptsATokenThatDoesNotSayWhatItsUserHasSeen() {
        assertThat(verifier.verify(signed(KEY, without("seen"))))
                .map(JwtTokenVerifierTest::withoutTime)
                .hasValue(withoutTime("uid-7", null));
        assertThat(verifier.verify(signed(KEY, with("seen", "nonsense"))))
                .map(JwtTokenVerifierTest::withoutTime)
                .hasValue(withoutTime("uid-7", null));
    }

    @Test
    void aTokenThatNamesNoSessionIsOfTheOneThatItsOwnerSignedInTo() {
        var unnamed = verifier.verify(signed(KEY, without("sid"))).orElseThrow();

        assertThat(unnamed.session()).isEqualTo(VerifiedToken.sessionOf("uid-7", unnamed.issuedAt()));
        assertThat(verifier.verify(signed(KEY, with("sid", "nonsense")))).hasValue(unnamed);
        assertThat(verifier.verify(signed(KEY, with("sid", ANY.toString()))))
                .map(VerifiedToken::session)
                .hasValue(ANY);
    }

    private static VerifiedToken withoutTime(VerifiedToken token) {
        return withoutTime(token.uid(), token.seen());
    }

    private static VerifiedToken withoutTime(String uid, @Nullable ConsistencyToken seen) {
        return new VerifiedToken(uid, seen, Instant.EPOCH, ANY, Instant.MAX);
    }

    @ParameterizedTest
    @MethodSource("wrongClaims")
    void refusesATokenThatSaysSomethingElse(Map<String, Object> claims) {
        assertThat(verifier.verify(signed(KEY, claims))).isEmpty();
    }

    static Stream<Map<String, Object>> wrongClaims() {
        var past = in(Duration.ofSeconds(-1));
        var future = in(Duration.ofSeconds(10));
        return Stream.of(
                with("exp", past),
                without("exp"),
                with("nbf", future),
                with("iss", "somebody"),
                without("iss"),
                with("aud", "somebody"),
                without("aud"),
                without("sub"),
                without("iat"));
    }

    @Test
    void refusesATokenSignedByAnotherKeyUnderOurKeysName() {
        assertThat(verifier.verify(signed(FORGED, claims()))).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"nobody-knows-it", "es256", "", "ES256 ", "dir", "RSA-OAEP", "none", "HS256", "Ed25519", "ES256K"
            })
    void refusesATokenThatNamesAnotherAlgorithm(String algorithm) {
        var header = "{\"kid\":\"ours\",\"typ\":\"JWT\",\"alg\":\"" + algorithm + "\"}";
        var parts = signed(KEY, claims()).split("\\.");

        assertThat(verifier.verify(Base64URL.encode(header) + "." + parts[1] + "." + parts[2]))
                .isEmpty();
    }

    @Test
    void refusesATokenWithoutASignature() throws Exception {
        assertThat(verifier.verify(new PlainJWT(JWTClaimsSet.parse(claims())).serialize()))
                .isEmpty();
    }

    @Test
    void refusesATokenWithItsSignatureCutOff() {
        var token = signed(KEY, claims());

        assertThat(verifier.verify(token.substring(0, token.lastIndexOf('.') + 1)))
                .isEmpty();
    }

    @Test
    void refusesATokenWhoseClaimsWereChanged() {
        var parts = signed(KEY, claims()).split("\\.");
        var changed =
                new String(Base64.getUrlDecoder().decode(parts[1]), StandardCharsets.UTF_8).replace("uid-7", "uid-1");
        var payload = Base64.getUrlEncoder().withoutPadding().encodeToString(changed.getBytes(StandardCharsets.UTF_8));

        assertThat(verifier.verify(parts[0] + "." + payload + "." + parts[2])).isEmpty();
    }

    @Test
    void refusesEveryOtherAlgorithm() throws Exception {
        var rsa = new RSAKeyGenerator(2048).keyID("ours").generate();
        // Somebody who knows our public key uses it as the secret of a symmetric algorithm.
        var secret = KEY.toPublicJWK().toJSONString().getBytes(StandardCharsets.UTF_8);

        for (var token : List.of(
                sign(JWSAlgorithm.RS256, new RSASSASigner(rsa), claims()),
                sign(JWSAlgorithm.HS256, new MACSigner(secret), claims()))) {
            assertThat(verifier.verify(token)).isEmpty();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", ".", "..", "a.b.c", "not a token", "eyJhbGciOiJub25lIn0.e30."})
    void refusesWhatIsNoToken(String text) {
        assertThat(verifier.verify(text)).isEmpty();
    }

    @Test
    void saysThatItCannotTellWhileTheKeysAreAway() {
        var keysAway = new JwtTokenVerifier((selector, context) -> {
            throw new KeySourceException("away");
        });

        assertThatExceptionOfType(Unavailable.class).isThrownBy(() -> keysAway.verify(signed(KEY, claims())));
    }

    @Test
    void refusesUnknownKeysHoweverOftenTheyAreNamed() {
        var limited = new JwtTokenVerifier((selector, context) -> {
            throw new RateLimitReachedException();
        });

        assertThat(limited.verify(signed(FORGED, claims()))).isEmpty();
    }

    @Test
    void checksASignatureOnceAndRefusesTheTokenAsSoonAsItsKeyIsWithdrawn() {
        var published = new AtomicReference<>(new JWKSet(KEY.toPublicJWK()));
        var changing = new JwtTokenVerifier((selector, context) -> selector.select(published.get()));
        var token = signed(KEY, claims());
        assertThat(changing.verify(token)).isPresent();
        assertThat(changing.verify(token)).isPresent();

        published.set(new JWKSet());
        assertThat(changing.verify(token)).as("its key is withdrawn").isEmpty();
        published.set(new JWKSet(FORGED.toPublicJWK()));
        assertThat(changing.verify(token)).as("another key has its name").isEmpty();
        published.set(new JWKSet(List.of(key("newer").toPublicJWK(), KEY.toPublicJWK())));
        assertThat(changing.verify(token))
                .as("it is there again, beside a newer one")
                .isPresent();
    }

    @Test
    void refusesATokenThatExpiresAfterItWasAccepted() {
        var token = signed(KEY, with("exp", in(Duration.ofSeconds(2))));
        assertThat(verifier.verify(token)).isPresent();

        await().atMost(Duration.ofSeconds(10))
                .until(() -> verifier.verify(token).isEmpty());
    }

    @Test
    void takesNoTokenForTheOneItResembles() {
        var token = signed(KEY, claims());
        assertThat(verifier.verify(token)).isPresent();

        assertThat(verifier.verifyCookie(token)).isEmpty();
        assertThat(verifier.verify(token + "x")).isEmpty();
        assertThat(verifier.verify(token.substring(0, token.length() - 4) + "AAAA"))
                .isEmpty();
        assertThat(verifier.verify(token)).isPresent();
    }

    @Test
    void whileTheKeysAreAwayNothingThatWasCheckedBeforeIsBelieved() {
        var away = new AtomicBoolean();
        var sometimes = new JwtTokenVerifier((selector, context) -> {
            if (away.get()) {
                throw new KeySourceException("away");
            }
            return selector.select(new JWKSet(KEY.toPublicJWK()));
        });
        var token = signed(KEY, claims());
        assertThat(sometimes.verify(token)).isPresent();

        away.set(true);

        assertThatExceptionOfType(Unavailable.class).isThrownBy(() -> sometimes.verify(token));
    }

    private static Map<String, Object> claims() {
        return new TreeMap<>(Map.of(
                "iss", "rollbook",
                "aud", "rollbook-api",
                "sub", "uid-7",
                "iat", in(Duration.ZERO),
                "exp", in(Duration.ofHours(1)),
                "seen", "user-7@3"));
    }

    private static Map<String, Object> with(String name, Object value) {
        var claims = claims();
        claims.put(name, value);
        return claims;
    }

    private static Map<String, Object> without(String name) {
        var claims = claims();
        claims.remove(name);
        return claims;
    }

    private static long in(Duration duration) {
        return Instant.now().plus(duration).getEpochSecond();
    }

    private static String signed(ECKey key, Map<String, Object> claims) {
        try {
            return sign(JWSAlgorithm.ES256, new ECDSASigner(key), claims);
        } catch (JOSEException e) {
            throw new AssertionError(e);
        }
    }

    private static String sign(JWSAlgorithm algorithm, JWSSigner signer, Map<String, Object> claims) {
        try {
            var jwt =
                    new SignedJWT(new JWSHeader.Builder(algorithm).keyID("ours").build(), JWTClaimsSet.parse(claims));
            jwt.sign(signer);
            return jwt.serialize();
        } catch (JOSEException | ParseException e) {
            throw new AssertionError(e);
        }
    }

    private static ECKey key(String id) {
        try {
            return new ECKeyGenerator(Curve.P_256).keyID(id).generate();
        } catch (JOSEException e) {
            throw new AssertionError(e);
        }
    }
}
