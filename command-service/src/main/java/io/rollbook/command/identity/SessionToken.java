package io.rollbook.command.identity;

import java.time.Instant;

/** A bearer token and when it stops being good. */
public record SessionToken(String token, Instant expiresAt) {

    /** Not the token: a reader of the log could use it. */
    @Override
    public String toString() {
        return "SessionToken[expiresAt=" + expiresAt + "]";
    }
}
