package io.rollbook.query.projection;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Where a projection stands, as this process sees it.
 *
 * @param name the projection's name
 * @param collection the collection it folds into
 * @param filled whether its read model may be read
 * @param partitions the partitions this process folds, by number
 * @param deadLetters how many there were when last counted
 * @param problem what keeps it from going on, in words for an operator; {@code null} when nothing does
 */
public record ProjectionStatus(
        String name,
        String collection,
        boolean filled,
        Map<Integer, Progress> partitions,
        long deadLetters,
        @Nullable String problem) {
    /**
     * How far one partition is folded.
     *
     * @param next the offset of the next record to fold
     * @param end the offset of the next record to be written, {@code null} while unknown
     */
    public record Progress(long next, @Nullable Long end) {}
}
