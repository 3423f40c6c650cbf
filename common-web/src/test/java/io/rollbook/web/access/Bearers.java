package io.rollbook.web.access;

import java.util.Optional;
import java.util.function.Function;

/** Knows the bearer tokens that a test gives it, and no cookie. */
public record Bearers(Function<String, Optional<VerifiedToken>> known) implements TokenVerifier {

    @Override
    public Optional<VerifiedToken> verify(String token) {
        return known.apply(token);
    }

    @Override
    public Optional<VerifiedToken> verifyCookie(String cookie) {
        return Optional.empty();
    }
}
