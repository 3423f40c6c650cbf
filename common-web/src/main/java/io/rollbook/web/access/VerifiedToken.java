package io.rollbook.web.access;

import io.rollbook.api.consistency.ConsistencyToken;
import org.jspecify.annotations.Nullable;

/**
 * What a token that holds says.
 *
 * @param uid the account it was given to
 * @param seen the user's version when it was given, so that a read side that lags can wait for it; {@code null} when the
 *     identity provider does not say
 */
public record VerifiedToken(String uid, @Nullable ConsistencyToken seen) {}
