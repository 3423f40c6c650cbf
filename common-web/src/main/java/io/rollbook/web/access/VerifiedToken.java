package io.rollbook.web.access;

import io.rollbook.api.consistency.ConsistencyToken;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import org.jspecify.annotations.Nullable;

/**
 * What a token that holds says.
 *
 * @param uid the account it was given to
 * @param seen the user's version whose password was checked: later versions that end sessions end it, and a read side that
 *     lags can wait for it; {@code null} when the identity provider does not say
 * @param issuedAt when the user signed in to get it, in whole seconds: refreshing a token or making a session cookie of
 *     it does not move it
 */
public record VerifiedToken(String uid, @Nullable ConsistencyToken seen, Instant issuedAt) {

    public VerifiedToken {
        issuedAt = issuedAt.truncatedTo(ChronoUnit.SECONDS);
    }
}
