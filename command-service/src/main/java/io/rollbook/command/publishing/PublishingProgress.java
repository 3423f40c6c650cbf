package io.rollbook.command.publishing;

import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** Tells from one look after another whether publishing has nothing to do, goes on, or stands still. */
final class PublishingProgress {

    private final PublishingSettings settings;
    private @Nullable PublishingState last;
    private Instant moving = Instant.MIN;

    PublishingProgress(PublishingSettings settings) {
        this.settings = settings;
    }

    /** What publishing does. */
    enum PublishingPace {
        /** Everything is published. */
        IDLE,
        /** There is something to publish, and it is being done. */
        PUBLISHING,
        /** It goes on, but is farther behind than the limit. */
        TOO_SLOW,
        /** There is something to publish, and for too long nothing was. */
        STUCK
    }

    /** What came of a look at {@code now}. */
    PublishingPace look(PublishingState state, Instant now) {
        var before = last;
        last = state;
        // What was idle and what has moved has not stood still until now; nor has what was not looked at.
        if (before == null || before.oldest() == null || before.published() != state.published()) {
            moving = now;
        }
        if (state.oldest() == null) {
            return PublishingPace.IDLE;
        }
        if (Duration.between(moving, now).compareTo(settings.stuckAfter()) > 0) {
            return PublishingPace.STUCK;
        }
        return state.age(now).compareTo(settings.limit()) > 0 ? PublishingPace.TOO_SLOW : PublishingPace.PUBLISHING;
    }

    /** The last look failed: how long nothing has moved is not known. */
    void notSeen() {
        last = null;
    }
}
