package io.rollbook.web.access;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.KeySourceException;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKMatcher;
import com.nimbusds.jose.jwk.JWKSelector;
import com.nimbusds.jose.jwk.source.JWKSource;
import com.nimbusds.jose.proc.BadJOSEException;
import com.nimbusds.jose.proc.JWSVerificationKeySelector;
import com.nimbusds.jose.proc.SecurityContext;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import com.nimbusds.jwt.proc.DefaultJWTClaimsVerifier;
import com.nimbusds.jwt.proc.DefaultJWTProcessor;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.text.ParseException;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;

/**
 * The claims of signed tokens. That a signature holds is remembered, since a client brings the same token with each request
 * and checking it costs more than all the rest of a small one. Everything that can change is asked each time: whether the
 * keys that it was checked with are still given out, and whether the claims still hold, so also whether it has expired.
 */
public final class SignedTokens {

    /** A thousand bytes or so each. One that is forgotten costs a check. */
    private static final int MOST_REMEMBERED = 10_000;

    private static final Duration UNUSED = Duration.ofMinutes(10);

    private final JWKSource<SecurityContext> keys;
    private final DefaultJWTClaimsVerifier<SecurityContext> rules;
    private final DefaultJWTProcessor<SecurityContext> processor = new DefaultJWTProcessor<>();
    private final Cache<String, Checked> remembered = Caffeine.newBuilder()
            .maximumSize(MOST_REMEMBERED)
            .expireAfterAccess(UNUSED)
            .build();

    /**
     * Tokens of one kind.
     *
     * @param algorithm the only one that is accepted
     * @param keys the public keys, which may be far away and change over time
     * @param rules what the claims have to say
     */
    public SignedTokens(
            JWSAlgorithm algorithm, JWKSource<SecurityContext> keys, DefaultJWTClaimsVerifier<SecurityContext> rules) {
        this.keys = keys;
        this.rules = rules;
        processor.setJWSKeySelector(new JWSVerificationKeySelector<>(algorithm, keys));
        processor.setJWTClaimsSetVerifier(rules);
    }

    /** A token whose signature holds, by the keys that there were for it. */
    private record Checked(JWKSelector selector, List<JWK> keys, JWTClaimsSet claims) {}

    /**
     * What the token says.
     *
     * @throws ParseException when it is no token
     * @throws KeySourceException when the keys cannot be had
     * @throws BadJOSEException when it does not hold
     */
    public JWTClaimsSet claimsOf(String token) throws ParseException, BadJOSEException, JOSEException {
        var digest = digest(token);
        var before = remembered.getIfPresent(digest);
        if (before != null && before.keys().equals(keys.get(before.selector(), null))) {
            rules.verify(before.claims(), null);
            return before.claims();
        }
        return check(token, digest);
    }

    private JWTClaimsSet check(String token, String digest) throws ParseException, BadJOSEException, JOSEException {
        var parsed = SignedJWT.parse(token);
        var matcher = JWKMatcher.forJWSHeader(parsed.getHeader());
        if (matcher == null) {
            throw new BadJOSEException("no key is for an algorithm of that name");
        }
        // Before the check: a key that is withdrawn meanwhile makes the next request check again.
        var selector = new JWKSelector(matcher);
        var candidates = keys.get(selector, null);
        var claims = processor.process(parsed, null);
        remembered.put(digest, new Checked(selector, candidates, claims));
        return claims;
    }

    // So that no token lies in memory for longer than its request.
    private static String digest(String token) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(token.getBytes(UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }
}
