package io.rollbook.web.access;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.rollbook.api.consistency.ConsistencyToken;
import io.rollbook.api.user.SessionId;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What a token that holds says.
 *
 * @param uid the account it was given to
 * @param seen the user's version whose password was checked: later versions that end sessions end it, and a read side that
 *     lags can wait for it; {@code null} when the identity provider does not say
 * @param issuedAt when the user signed in to get it, in whole seconds: refreshing a token or making a session cookie of
 *     it does not move it
 * @param session what it was given out for: the same for all that comes from one signing in
 * @param expiresAt when it stops being good
 */
public record VerifiedToken(
        String uid, @Nullable ConsistencyToken seen, Instant issuedAt, SessionId session, Instant expiresAt) {

    public VerifiedToken {
        issuedAt = issuedAt.truncatedTo(ChronoUnit.SECONDS);
    }

    /**
     * The session of a token that names none: all tokens of one account from one second of signing in share it.
     *
     * @param uid the account
     * @param signedInAt when that was
     */
    public static SessionId sessionOf(String uid, Instant signedInAt) {
        try {
            var digest = MessageDigest.getInstance("SHA-256")
                    .digest((uid + "\n" + signedInAt.getEpochSecond()).getBytes(UTF_8));
            var bits = ByteBuffer.wrap(digest);
            return new SessionId(new UUID(bits.getLong(), bits.getLong()));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }
}
