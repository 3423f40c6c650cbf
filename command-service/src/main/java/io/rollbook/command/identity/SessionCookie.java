package io.rollbook.command.identity;

import java.time.Instant;

/** The value of a session cookie and when it stops being good. */
public record SessionCookie(String value, Instant expiresAt) {

    /** Not the value: a reader of the log could use it. */
    @Override
    public String toString() {
        return "SessionCookie[expiresAt=" + expiresAt + "]";
    }
}
