package io.rollbook.query.projection;

/** Is told at once what this process has folded and stored. Called from the projections' threads; must not block. */
@FunctionalInterface
public interface ProjectionListener {
    /** The aggregate's document has {@code version} now. */
    void projected(String aggregateId, long version);
}
