package io.rollbook.query.projection;

import java.util.Collection;
import java.util.List;

/**
 * Folds batches of records into the documents of one projection. It may be asked for the same records any number of times
 * and by any number of processes at once; every event is folded once, in its aggregate's order.
 */
interface Projector {
    /** Whether it may fold: not before all is there that events are read with, or what could be read would be a dead letter. */
    boolean ready();

    /** Makes what the database lacks. */
    void prepare();

    /** Whether the record with that key is about an aggregate whose events are folded. */
    boolean concerns(String key);

    /**
     * Folds a batch and stores the outcome. Listeners are told of it by {@link #tell}.
     *
     * @return whether an event has come that a dead letter was waiting for
     * @throws StoreLost when the database has lost what it had
     */
    boolean project(List<RawEvent> batch);

    /** Tells what has been folded. Call it once it is proven that what was written is where it is read. */
    void tell();

    /** What has been folded is lost: listeners are not told of it. */
    void lose();

    /**
     * Tries the dead letters once more, for as many as fold now.
     *
     * @param partitions the partitions whose events to try
     */
    void retry(Collection<Integer> partitions);

    /** Tries the dead letters of the given aggregates once more. */
    void retryAll(Collection<String> aggregates);

    /**
     * Removes what tells of the given erased persons from documents and dead letters. A batch that this process folds at the
     * same time removes it itself. Other processes are told of the erasure too.
     */
    void forget(Collection<String> persons);
}
