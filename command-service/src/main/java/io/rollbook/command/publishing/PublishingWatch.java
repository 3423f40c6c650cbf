package io.rollbook.command.publishing;

import io.rollbook.command.publishing.PublishingProgress.PublishingPace;
import io.rollbook.command.store.StoreOutage;
import io.rollbook.web.platform.RecurringWork;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Looks again and again how far publishing has come, on every instance, so that it is seen even where the one that should
 * publish is silent. What it saw last is for health and metrics, which therefore never wait for the store.
 */
final class PublishingWatch extends RecurringWork {

    private static final Logger LOG = LoggerFactory.getLogger(PublishingWatch.class);

    private final PublishedPosition position;
    private final PublishingSettings settings;
    private final PublishingProgress progress;
    private volatile @Nullable Observation latest;
    private boolean away;
    private boolean told;

    PublishingWatch(PublishedPosition position, PublishingSettings settings) {
        // It says itself that PostgreSQL is away, for all who use it.
        super("publishing-watch", failure -> false);
        this.position = position;
        this.settings = settings;
        this.progress = new PublishingProgress(settings);
    }

    /** What was seen, and when. */
    record Observation(PublishingState state, PublishingPace pace, Instant at) {}

    /** What was seen last, {@code null} before the first look. */
    @Nullable
    Observation latest() {
        return latest;
    }

    /** Whether the latest observation is too old to go by. */
    boolean isOutdated() {
        var last = latest;
        return last == null || last.at().plus(settings.stuckAfter()).isBefore(Instant.now());
    }

    /** For how long the oldest unpublished event has waited, in seconds; not a number before the first look. */
    double oldestAge() {
        var last = latest;
        return last == null ? Double.NaN : last.state().age(Instant.now()).toMillis() / 1000.0;
    }

    @Override
    protected Duration work() {
        look();
        return settings.interval();
    }

    private void look() {
        try {
            var state = position.look();
            var now = Instant.now();
            latest = new Observation(state, progress.look(state, now), now);
            if (away) {
                LOG.info("PostgreSQL is there again");
            }
            away = false;
            told = false;
        } catch (RuntimeException e) {
            progress.notSeen();
            if (isRunning()) {
                tell(e);
            }
        }
    }

    // Once for all who use PostgreSQL: they pause, or refuse requests, and go on by themselves.
    private void tell(RuntimeException e) {
        if (!StoreOutage.isOne(e)) {
            if (!told) {
                LOG.warn("it cannot be seen how far publishing has come", e);
            }
            told = true;
        } else if (!away) {
            LOG.warn("waiting for PostgreSQL; {}: {}", StoreOutage.sentence(e), StoreOutage.reason(e));
            away = true;
        }
    }
}
