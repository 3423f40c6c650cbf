package io.rollbook.web.access;

import java.time.Instant;
import java.time.temporal.ChronoUnit;

/**
 * When the sessions of a user last ended: by their own sign-out, a new password,
 * being disabled or a revocation by the identity provider. Every token and cookie given before
 * is refused from then on, on both sides, whatever the identity provider thinks of it.
 *
 * @param version the user's version that ended them, -1 when nothing ever did
 * @param at when that was, in whole seconds, as the times of tokens are
 */
public record Revocation(long version, Instant at) {

    /** Nothing is revoked. */
    public static final Revocation NONE = new Revocation(-1, Instant.EPOCH);

    public Revocation {
        at = at.truncatedTo(ChronoUnit.SECONDS);
    }

    /** This and one that is found out later and may have been earlier. */
    public Revocation and(long laterVersion, Instant time) {
        return new Revocation(laterVersion, time.isAfter(at) ? time : at);
    }

    /**
     * Whether the token was given too early. A token that says which version of the user it was given for is held
     * against that. Any other has a time in whole seconds only, so one of the very second of the revocation is refused.
     */
    public boolean refuses(VerifiedToken token) {
        var seen = token.seen();
        if (seen != null) {
            return seen.version() < version;
        }
        return !token.issuedAt().isAfter(at);
    }
}
