package io.rollbook.web.envelope;

import java.time.Duration;

/** Somebody asks too often. Answered with 429 and {@code Retry-After}; nothing was done. */
public final class TooManyRequests extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final Duration retryAfter;

    /**
     * @param retryAfter when to try again; told in whole seconds, rounded up, at least one
     */
    public TooManyRequests(Duration retryAfter) {
        super("too many attempts; try again in " + seconds(retryAfter) + " s");
        this.retryAfter = retryAfter;
    }

    /** When to try again, in seconds, at least 1. */
    public long retryAfterSeconds() {
        return seconds(retryAfter);
    }

    private static long seconds(Duration duration) {
        return Math.max(1, duration.plusNanos(999_999_999).toSeconds());
    }
}
