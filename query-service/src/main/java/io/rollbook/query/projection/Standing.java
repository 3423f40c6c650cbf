package io.rollbook.query.projection;

import io.rollbook.query.projection.ProjectionStatus.Progress;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** What is known in this process about one projection: written by the thread that folds it, read by everybody. */
final class Standing {
    private final Projection<?, ?> projection;
    private final Map<Integer, Progress> partitions = new ConcurrentHashMap<>();
    private volatile boolean filled;
    private volatile long parked;
    private volatile @Nullable String problem;

    Standing(Projection<?, ?> projection) {
        this.projection = projection;
    }

    boolean filled() {
        return filled;
    }

    void filled(boolean now) {
        filled = now;
    }

    void parked(long count) {
        parked = count;
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
                projection.name(), projection.collection(), filled, Map.copyOf(partitions), parked, problem);
    }
}
