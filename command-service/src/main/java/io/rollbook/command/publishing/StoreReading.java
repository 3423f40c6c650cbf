package io.rollbook.command.publishing;

import io.rollbook.command.store.StoredEvents;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.ToLongFunction;
import org.axonframework.common.stream.BlockingStream;
import org.axonframework.eventhandling.DomainEventMessage;
import org.axonframework.eventhandling.TrackedEventMessage;
import org.axonframework.eventhandling.TrackingToken;
import org.jspecify.annotations.Nullable;

/** Reads the store in batches from one place on, and knows of each event which global index it has. */
final class StoreReading implements AutoCloseable {

    private static final int BATCH = 500;

    private final BlockingStream<TrackedEventMessage<?>> events;
    private final ToLongFunction<DomainEventMessage<?>> storedIndex;
    private long farthest;

    /** A reading of what comes after {@code from}, which asks for an index that an event's token does not name. */
    StoreReading(StoredEvents store, @Nullable TrackingToken from, ToLongFunction<DomainEventMessage<?>> storedIndex) {
        this.events = store.openStream(from);
        this.storedIndex = storedIndex;
        this.farthest = indexOf(from);
    }

    /**
     * Some events.
     *
     * @param indexes the global index of each
     * @param reached where to read on from
     */
    record Batch(List<DomainEventMessage<?>> events, List<Long> indexes, TrackingToken reached) {}

    /** Whether there is something, which is waited for so long. */
    boolean hasNext(Duration patience) throws InterruptedException {
        return events.hasNextAvailable((int) patience.toMillis(), TimeUnit.MILLISECONDS);
    }

    /** The next events, as many as are there, at least one. */
    Batch next() throws InterruptedException {
        var facts = new ArrayList<DomainEventMessage<?>>();
        var indexes = new ArrayList<Long>();
        TrackingToken reached;
        do {
            var event = events.nextAvailable();
            var fact = factOf(event);
            reached = event.trackingToken();
            var named = indexOf(reached);
            // The token of an event that fills a gap, committed later than one behind it, still names the farthest.
            indexes.add(named > farthest ? named : storedIndex.applyAsLong(fact));
            farthest = Math.max(farthest, named);
            facts.add(fact);
        } while (facts.size() < BATCH && events.hasNextAvailable());
        return new Batch(facts, indexes, reached);
    }

    /** The farthest global index that a token names, 0 before the first event. */
    static long indexOf(@Nullable TrackingToken token) {
        return token == null ? 0 : token.position().orElse(0);
    }

    @Override
    public void close() {
        events.close();
    }

    private static DomainEventMessage<?> factOf(TrackedEventMessage<?> stored) {
        if (stored instanceof DomainEventMessage<?> event) {
            return event;
        }
        throw new IllegalStateException("the store holds an event of no aggregate: " + stored.getIdentifier());
    }
}
