package io.rollbook.query.projection;

import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Function;

/** How far one projection is behind the end of the topic, in all its partitions, whichever processes fold them. */
final class ProjectionLag {

    private final LagSettings settings;
    private final Map<Integer, PartitionLag> partitions = new HashMap<>();

    ProjectionLag(LagSettings settings) {
        this.settings = settings;
    }

    /** What a projection does. */
    enum FoldingPace {
        /** It has folded everything. */
        IDLE,
        /** It has something to fold and does so. */
        FOLDING,
        /** It is filling a new read model, and gets on. */
        FILLING,
        /** It gets on, but is farther behind than the limit. */
        TOO_SLOW,
        /** It has something to fold and has stood still for too long. */
        STUCK
    }

    /**
     * What came of a look.
     *
     * @param events how many records of the topic are not folded
     * @param waiting for how long the oldest of them has been in the topic, as far as this process has seen
     */
    record Lag(FoldingPace pace, long events, Duration waiting) {}

    /**
     * Takes a look into account.
     *
     * @param ends by partition, the offset of the next record to be written
     * @param next by partition, the offset of the next record to fold; of one that is not begun there is none
     * @param filled whether the read model may be read
     * @param afresh whether what happened since the last look is not known
     */
    Lag look(Map<Integer, Long> ends, Map<Integer, Long> next, boolean filled, Instant now, boolean afresh) {
        ends.forEach((partition, end) -> partitions
                .computeIfAbsent(partition, any -> new PartitionLag())
                .look(end, next.getOrDefault(partition, 0L), now, afresh));
        var events =
                partitions.values().stream().mapToLong(PartitionLag::events).sum();
        var waiting = longest(partition -> partition.waiting(now));
        var still = longest(partition -> partition.standingStill(now));
        return new Lag(pace(events, waiting, still, filled), events, waiting);
    }

    private FoldingPace pace(long events, Duration waiting, Duration still, boolean filled) {
        if (events == 0) {
            return FoldingPace.IDLE;
        }
        if (still.compareTo(settings.stuckAfter()) > 0) {
            return FoldingPace.STUCK;
        }
        if (!filled) {
            return FoldingPace.FILLING;
        }
        return waiting.compareTo(settings.limit()) > 0 ? FoldingPace.TOO_SLOW : FoldingPace.FOLDING;
    }

    private Duration longest(Function<PartitionLag, Duration> duration) {
        return partitions.values().stream()
                .map(duration)
                .max(Duration::compareTo)
                .orElse(Duration.ZERO);
    }
}
