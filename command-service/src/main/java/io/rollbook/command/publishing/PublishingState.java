package io.rollbook.command.publishing;

import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * How far publishing had come at one look.
 *
 * @param published the global index up to which everything is published, 0 when nothing is
 * @param oldest when the oldest event was recorded that is not published, {@code null} when all are
 * @param unpublished how many are not published, counted up to {@link #MOST_COUNTED}
 * @param holder the instance that publishes, as the store knows it; {@code null} when none does
 */
record PublishingState(
        long published,
        @Nullable Instant oldest,
        long unpublished,
        @Nullable String holder) {

    /** Counting further would cost more than the number is worth. */
    static final long MOST_COUNTED = 10_000;

    /** For how long the oldest unpublished event has waited at {@code now}. */
    Duration age(Instant now) {
        if (oldest == null || oldest.isAfter(now)) {
            return Duration.ZERO;
        }
        return Duration.between(oldest, now);
    }
}
