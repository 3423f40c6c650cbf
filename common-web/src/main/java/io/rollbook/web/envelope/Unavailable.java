package io.rollbook.web.envelope;

import java.time.Duration;

/**
 * A component this request needs is away. Answered with 503 and {@code Retry-After}; nothing was changed, or what was
 * changed may be asked for again.
 */
public final class Unavailable extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final Duration retryAfter;

    /**
     * @param sentence what is away, in words for a person, for example {@code the event store cannot be reached}
     * @param retryAfter when to try again, at least one second
     */
    public Unavailable(String sentence, Duration retryAfter, Throwable cause) {
        super(sentence, cause);
        this.retryAfter = retryAfter;
    }

    public Unavailable(String sentence, Duration retryAfter) {
        super(sentence);
        this.retryAfter = retryAfter;
    }

    public Duration retryAfter() {
        return retryAfter;
    }
}
