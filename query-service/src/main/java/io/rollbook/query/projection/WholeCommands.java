package io.rollbook.query.projection;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps readers from seeing half of a command: where the last event of a command has not come yet, its partition is not
 * folded beyond the first. The publisher sends the rest within milliseconds, or after it was taken over from within
 * seconds; a partition is never held for longer than {@link #LONGEST}, so that a record that promises what never comes
 * stops nothing. Used by one thread.
 */
final class WholeCommands {
    /** Longer than another publisher needs to take over from one that died. */
    static final Duration LONGEST = Duration.ofSeconds(10);

    private static final Logger LOG = LoggerFactory.getLogger(WholeCommands.class);

    private final InstantSource clock;
    private final Map<Integer, Hold> holds = new HashMap<>();

    private record Hold(long offset, Instant since) {}

    WholeCommands(InstantSource clock) {
        this.clock = clock;
    }

    /**
     * By partition the offset to fold up to, exclusively. A partition that is not named may be folded whole.
     *
     * @param batch what is to be folded of each partition from its position on, in the order of the topic
     */
    Map<Integer, Long> limits(List<RawEvent> batch) {
        var first = firstIncomplete(batch);
        holds.keySet().retainAll(first.keySet());
        first.entrySet().removeIf(held -> isTooLong(held.getKey(), held.getValue()));
        return first;
    }

    private static Map<Integer, Long> firstIncomplete(List<RawEvent> batch) {
        var first = new HashMap<Integer, Long>();
        if (batch.stream().noneMatch(event -> event.following() > 0)) {
            return first;
        }
        var newest = new HashMap<String, Long>();
        batch.forEach(event ->
                event.sequence().ifPresent(sequence -> newest.merge(event.aggregateId(), sequence, Math::max)));
        for (var event : batch) {
            var following = event.following();
            if (following > 0
                    && event.sequence().isPresent()
                    && event.sequence().getAsLong() + following > newest.getOrDefault(event.aggregateId(), 0L)) {
                first.merge(event.partition(), event.offset(), Math::min);
            }
        }
        return first;
    }

    private boolean isTooLong(int partition, long offset) {
        var hold = holds.get(partition);
        if (hold == null || hold.offset() != offset) {
            holds.put(partition, new Hold(offset, clock.instant()));
            return false;
        }
        if (Duration.between(hold.since(), clock.instant()).compareTo(LONGEST) < 0) {
            return false;
        }
        LOG.warn("the rest of a command does not come: partition {} goes on at {} without it", partition, offset);
        holds.remove(partition);
        return true;
    }
}
