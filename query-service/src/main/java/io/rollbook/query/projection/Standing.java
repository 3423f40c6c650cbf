package io.rollbook.query.projection;

import io.rollbook.query.projection.ProjectionStatus.Progress;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;

/** What is known in this process about one projection: written by the thread that folds it, read by everybody. */
final class Standing {
    private final Projection<?, ?> projection;
    private final Filling filling;
    private final Map<Integer, Progress> partitions = new ConcurrentHashMap<>();
    private final LongAdder folded = new LongAdder();
    private volatile long deadLetters;
    private volatile long aggregatesWithDeadLetters;
    private volatile long waitingAggregates;
    private volatile @Nullable String problem;

    Standing(Projection<?, ?> projection, Filling filling) {
        this.projection = projection;
        this.filling = filling;
    }

    boolean filled() {
        return filling.served();
    }

    void deadLetters(long count, long aggregates, long waiting) {
        deadLetters = count;
        aggregatesWithDeadLetters = aggregates;
        waitingAggregates = waiting;
    }

    /** How many aggregates waited for a person's key when last counted. */
    long waitingAggregates() {
        return waitingAggregates;
    }

    /** How many aggregates had dead letters when last counted, without those that wait for a person's key. */
    long aggregatesWithDeadLetters() {
        return aggregatesWithDeadLetters;
    }

    /** So many events more have been folded here, or are dead letters. */
    void folded(int events) {
        folded.add(events);
    }

    /** How many events this process has folded or made dead letters; one that came twice counts twice. */
    long folded() {
        return folded.sum();
    }

    void problem(@Nullable String now) {
        problem = now;
    }

    void progressed(int partition, Progress progress) {
        partitions.put(partition, progress);
    }

    void released(int partition) {
        partitions.remove(partition);
    }

    ProjectionStatus status() {
        return new ProjectionStatus(
                projection.name(), projection.collection(), filled(), Map.copyOf(partitions), deadLetters, problem);
    }
}
