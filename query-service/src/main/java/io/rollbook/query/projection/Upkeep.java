package io.rollbook.query.projection;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Collection;
import java.util.HashSet;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;

/**
 * What a projection does beside folding: make what the database lacks, look whether the read model may be read, and try
 * the dead letters again.
 */
final class Upkeep {
    private static final Duration WHILE_FILLING = Duration.ofMillis(200);

    private final Projector projector;
    private final DeadLetters deadLetters;
    private final Filling filling;
    private final Standing standing;
    private final Duration interval;
    private final InstantSource clock = InstantSource.system();
    private final Queue<String> arrived = new ConcurrentLinkedQueue<>();
    private boolean prepared;
    private boolean filled;
    private Instant retryDue = Instant.MIN;
    private Instant lookDue = Instant.MIN;

    Upkeep(Projector projector, DeadLetters deadLetters, Filling filling, Standing standing, Duration interval) {
        this.projector = projector;
        this.deadLetters = deadLetters;
        this.filling = filling;
        this.standing = standing;
        this.interval = interval;
    }

    /** Does what is due. The given partitions are those whose events this process folds. */
    void run(Set<Integer> partitions) {
        if (!prepared) {
            projector.prepare();
            prepared = true;
        }
        var now = clock.instant();
        // A reader may have seen that it is lost.
        if (!now.isBefore(lookDue) || (filled && !filling.served())) {
            filling.look();
            filled = filling.served();
            lookDue = now.plus(filled ? interval : WHILE_FILLING);
        }
        if (!now.isBefore(retryDue)) {
            if (!partitions.isEmpty()) {
                projector.retry(partitions);
            }
            count();
            retryDue = now.plus(interval);
        }
        retryArrived();
    }

    private void retryArrived() {
        var aggregates = new HashSet<String>();
        for (var next = arrived.poll(); next != null; next = arrived.poll()) {
            aggregates.add(next);
        }
        if (!aggregates.isEmpty() && filling.isHeld()) {
            projector.retryAll(aggregates);
            count();
        }
    }

    private void count() {
        var events = deadLetters.count();
        var waiting = events == 0 ? 0 : deadLetters.waitingCount();
        standing.deadLetters(events, events == 0 ? 0 : deadLetters.aggregateCount() - waiting, waiting);
    }

    /** What these aggregates waited for has come. May be called by any thread. */
    void arrived(Collection<String> aggregates) {
        arrived.addAll(aggregates);
    }

    /** Dead letters may fold now. */
    void retrySoon() {
        retryDue = Instant.MIN;
    }

    /** Whether the read model may be read has to be looked at again. */
    void lookSoon() {
        lookDue = Instant.MIN;
    }

    /** The database has lost what was folded. */
    void beginAgain() {
        filling.release();
        projector.lose();
        prepared = false;
        lookSoon();
        retrySoon();
    }
}
