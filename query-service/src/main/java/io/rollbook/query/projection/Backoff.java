package io.rollbook.query.projection;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

/** When to try again what failed: soon at first, then in ever longer steps up to a bound. */
final class Backoff {
    private static final Duration FIRST = Duration.ofMillis(100);

    private final InstantSource clock;
    private final Duration longest;
    private Duration step = Duration.ZERO;
    private Instant due = Instant.MIN;

    Backoff(InstantSource clock, Duration longest) {
        this.clock = clock;
        this.longest = longest;
    }

    void failed() {
        var next = step.isZero() ? FIRST : step.multipliedBy(2);
        step = next.compareTo(longest) > 0 ? longest : next;
        due = clock.instant().plus(step);
    }

    void succeeded() {
        step = Duration.ZERO;
        due = Instant.MIN;
    }

    /** Whether nothing has failed since the last success. */
    boolean calm() {
        return step.isZero();
    }

    /** How long to wait still, zero when it may be tried now. */
    Duration remaining() {
        var now = clock.instant();
        return now.isBefore(due) ? Duration.between(now, due) : Duration.ZERO;
    }
}
