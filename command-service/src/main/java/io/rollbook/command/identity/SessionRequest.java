package io.rollbook.command.identity;

import io.rollbook.web.access.VerifiedToken;
import java.time.Duration;

/**
 * What a session cookie is made of.
 *
 * @param bearer the bearer token, verified and not revoked; the cookie before, where one is renewed
 * @param verified what it says
 * @param life how long the cookie shall be good, 14 days at the most
 */
public record SessionRequest(String bearer, VerifiedToken verified, Duration life) {

    /** Not the token: a reader of the log could use it. */
    @Override
    public String toString() {
        return "SessionRequest[" + verified.uid() + "]";
    }
}
