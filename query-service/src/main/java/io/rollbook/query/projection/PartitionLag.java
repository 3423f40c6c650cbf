package io.rollbook.query.projection;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;

/**
 * How far a projection is behind in one partition, learnt from one look after another: the end of the partition and the
 * position of the projection at that moment. Used by one thread.
 */
final class PartitionLag {

    // A bound on what is remembered while the projection stands still and the topic grows.
    private static final int MOST_ENDS = 600;

    private final ArrayDeque<End> ends = new ArrayDeque<>();
    private long end;
    private long next;
    private Instant moved = Instant.MIN;

    /** The end of the partition, and when it was first seen there. */
    private record End(long offset, Instant seen) {}

    /**
     * Takes a look into account.
     *
     * @param endNow the offset of the next record to be written
     * @param nextNow the offset of the next record to fold
     * @param afresh whether what happened since the last look is not known, so that nothing counts as standing still
     */
    void look(long endNow, long nextNow, Instant now, boolean afresh) {
        if (nextNow != next || afresh) {
            moved = now;
        }
        if (nextNow < next) {
            // Folded anew from an earlier position: what waits has waited since now.
            ends.clear();
        }
        next = nextNow;
        end = endNow;
        while (!ends.isEmpty() && ends.getFirst().offset() <= next) {
            ends.removeFirst();
        }
        if (events() > 0 && (ends.isEmpty() || (ends.getLast().offset() < end && ends.size() < MOST_ENDS))) {
            ends.addLast(new End(end, now));
        }
    }

    /** How many records have not been folded. */
    long events() {
        return Math.max(0, end - next);
    }

    /** For how long the oldest of them is known to have been in the topic. */
    Duration waiting(Instant now) {
        return ends.isEmpty() ? Duration.ZERO : Duration.between(ends.getFirst().seen(), now);
    }

    /** For how long nothing has been folded although there was something to fold. */
    Duration standingStill(Instant now) {
        if (ends.isEmpty()) {
            return Duration.ZERO;
        }
        var behindSince = ends.getFirst().seen();
        return Duration.between(behindSince.isAfter(moved) ? behindSince : moved, now);
    }
}
