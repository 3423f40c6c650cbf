package io.rollbook.standalone;

import static io.rollbook.standalone.support.Expect.error;
import static io.rollbook.standalone.support.Expect.success;

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
import io.rollbook.standalone.support.OnSharedSystem;
import io.rollbook.standalone.support.People;
import io.rollbook.standalone.support.RollbookClient;
import io.rollbook.standalone.support.RunningServices;
import io.rollbook.standalone.support.RunningStandalone;
import io.rollbook.standalone.support.RunningSystem;
import io.rollbook.standalone.support.Samples;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.text.ParseException;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Date;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/**
 * Tokens that claim to be the first admin's, made by somebody who knows all there is to know but the private key, or
 * whose genuine ones are past their time: refused on both sides, as a bearer token and as a cookie. So that each is
 * refused for its one fault, the same token without it is let in.
 */
@OnSharedSystem
class ForgedTokenIT {

    private static final String ISSUER = "rollbook";
    private static final String BEARER = "rollbook-api";
    private static final String COOKIE = "rollbook-session";

    @Nested
    class Standalone extends Forgery {
        Standalone(RunningStandalone standalone) {
            super(standalone, standalone.signingKeys());
        }
    }

    @Nested
    class Services extends Forgery {
        Services(RunningServices services) {
            super(services, services.signingKeys());
        }
    }

    /** A token and what is wrong with it. */
    private record Forged(String fault, String token) {}

    abstract static class Forgery {

        private final People people;
        private final ECKey ours;
        private final String admin;

        Forgery(RunningSystem system, Path keys) {
            people = system.people();
            try {
                ours = JWKSet.load(keys.toFile()).getKeys().getFirst().toECKey();
                admin = SignedJWT.parse(people.admin().client().token())
                        .getJWTClaimsSet()
                        .getSubject();
            } catch (IOException | ParseException e) {
                throw new AssertionError(e);
            }
        }

        @Test
        void theSameTokenWithoutAFaultIsLetIn() {
            var bearer = bearing(signed(BEARER, claims -> claims));
            success(bearer.get(people.admin().path()), 200, "user");
            success(bearer.post("/api/roles", Samples.role()), 201, "role");
            var cookie = signed(COOKIE, claims -> claims);
            success(
                    people.anonymous()
                            .request("GET", people.admin().path())
                            .header("Cookie", COOKIE + "=" + cookie)
                            .send(),
                    200,
                    "user");
        }

        @TestFactory
        Stream<DynamicTest> everyFaultIsRefusedOnBothSides() {
            return Stream.concat(
                    forged(BEARER).map(forged -> test(forged, bearing(forged.token()))),
                    forged(COOKIE)
                            .map(forged -> DynamicTest.dynamicTest(
                                    "cookie: " + forged.fault(), () -> refusedAsCookie(forged.token()))))
                    .toList()
                    .stream();
        }

        private DynamicTest test(Forged forged, RollbookClient client) {
            return DynamicTest.dynamicTest("bearer: " + forged.fault(), () -> {
                error(client.get("/api/auth/authenticated"), 401);
                error(client.get(people.admin().path()), 401);
                error(client.post("/api/roles", Samples.role()), 401);
            });
        }

        private void refusedAsCookie(String token) {
            for (var method : new String[] {"GET", "PUT"}) {
                error(
                        people.anonymous()
                                .request(method, people.admin().path())
                                .header("Cookie", COOKIE + "=" + token)
                                .header("Sec-Fetch-Site", "same-origin")
                                .json(Samples.user())
                                .send(),
                        401);
            }
        }

        private Stream<Forged> forged(String audience) {
            var other = audience.equals(BEARER) ? COOKIE : BEARER;
            return Stream.of(
                    new Forged("expired a second ago", signed(audience, claims -> claims.expirationTime(in(-1)))),
                    new Forged("without an end", signed(audience, claims -> claims.expirationTime(null))),
                    new Forged("not yet valid", signed(audience, claims -> claims.notBeforeTime(in(60)))),
                    new Forged(
                            "of a foreign issuer", signed(audience, claims -> claims.issuer("https://evil.example"))),
                    new Forged("of no issuer", signed(audience, claims -> claims.issuer(null))),
                    new Forged("for another audience", signed(audience, claims -> claims.audience("another-api"))),
                    new Forged("for the other use", signed(other, claims -> claims)),
                    new Forged("of nobody", signed(audience, claims -> claims.subject(null))),
                    new Forged("of somebody unknown", signed(audience, claims -> claims.subject("nobody"))),
                    new Forged("unsigned", new PlainJWT(claims(audience)).serialize()),
                    new Forged("with no signature", cut(signed(audience, claims -> claims), "")),
                    new Forged(
                            "with a signature of zeros",
                            cut(signed(audience, claims -> claims), encoded(new byte[64]))),
                    new Forged("alg none in another spelling", respelled(audience)),
                    new Forged(
                            "HS256 with our public key",
                            symmetric(audience, ours.toPublicJWK().toJSONString())),
                    new Forged("HS256 with our point", symmetric(audience, ours.getX() + "" + ours.getY())),
                    new Forged("by another key of our name", sign(header(ours.getKeyID()), audience, stranger())),
                    new Forged("by another key of its own name", sign(header("theirs"), audience, stranger())),
                    new Forged("by the key it brings along", bringingItsKey(audience)),
                    new Forged("by a key of a path", sign(header("../../../../dev/null"), audience, stranger())),
                    new Forged("no token at all", "garbage"));
        }

        private RollbookClient bearing(String token) {
            return people.anonymous().withToken(token);
        }

        private String signed(String audience, UnaryOperator<JWTClaimsSet.Builder> change) {
            return sign(header(ours.getKeyID()), change.apply(builder(audience)).build(), ours);
        }

        private String sign(JWSHeader header, String audience, ECKey key) {
            return sign(header, claims(audience), key);
        }

        private static String sign(JWSHeader header, JWTClaimsSet claims, ECKey key) {
            try {
                var jwt = new SignedJWT(header, claims);
                jwt.sign(new ECDSASigner(key));
                return jwt.serialize();
            } catch (JOSEException e) {
                throw new AssertionError(e);
            }
        }

        private String symmetric(String audience, String secret) {
            try {
                var header = new JWSHeader.Builder(JWSAlgorithm.HS256)
                        .keyID(ours.getKeyID())
                        .build();
                var jwt = new SignedJWT(header, claims(audience));
                jwt.sign(new MACSigner(secret.getBytes(StandardCharsets.UTF_8)));
                return jwt.serialize();
            } catch (JOSEException e) {
                throw new AssertionError(e);
            }
        }

        private String bringingItsKey(String audience) {
            var theirs = stranger();
            var header = new JWSHeader.Builder(JWSAlgorithm.ES256)
                    .keyID("theirs")
                    .jwk(theirs.toPublicJWK())
                    .build();
            return sign(header, audience, theirs);
        }

        private String respelled(String audience) {
            var payload = encoded(claims(audience).toString().getBytes(StandardCharsets.UTF_8));
            return encoded("{\"alg\":\"nOnE\"}".getBytes(StandardCharsets.UTF_8)) + "." + payload + ".";
        }

        private JWTClaimsSet claims(String audience) {
            return builder(audience).build();
        }

        private JWTClaimsSet.Builder builder(String audience) {
            return new JWTClaimsSet.Builder()
                    .issuer(ISSUER)
                    .audience(audience)
                    .subject(admin)
                    .issueTime(in(0))
                    .expirationTime(in(Duration.ofHours(1).toSeconds()))
                    .claim("auth_time", Instant.now().getEpochSecond());
        }

        private static JWSHeader header(String keyId) {
            return new JWSHeader.Builder(JWSAlgorithm.ES256).keyID(keyId).build();
        }

        private static String cut(String token, String signature) {
            return token.substring(0, token.lastIndexOf('.') + 1) + signature;
        }

        private static Date in(long seconds) {
            return Date.from(Instant.now().plusSeconds(seconds));
        }

        private static String encoded(byte[] bytes) {
            return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
        }

        private static ECKey stranger() {
            try {
                return new ECKeyGenerator(Curve.P_256).keyID("theirs").generate();
            } catch (JOSEException e) {
                throw new AssertionError(e);
            }
        }
    }
}
