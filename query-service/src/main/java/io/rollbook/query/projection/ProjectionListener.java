package io.rollbook.query.projection;

import java.time.Instant;

/** Is told at once what this process has folded and stored. Called from the projections' threads; must not block. */
@FunctionalInterface
public interface ProjectionListener {
    /**
     * The aggregate's document has {@code version} now.
     *
     * @param recorded when the event of that version was recorded: long ago when history is folded again
     */
    void projected(String aggregateId, long version, Instant recorded);
}
