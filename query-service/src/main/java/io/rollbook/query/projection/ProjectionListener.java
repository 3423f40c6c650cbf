package io.rollbook.query.projection;

import java.time.Instant;

/** Is told at once what this process has folded and stored. Called from the projections' threads; must not block. */
@FunctionalInterface
public interface ProjectionListener {
    /**
     * The view has the aggregate's event of that version now, and all before it.
     *
     * @param view the projection's name
     * @param recorded when the event was recorded: long ago when history is folded again
     */
    void projected(String view, String aggregateId, long version, Instant recorded);
}
