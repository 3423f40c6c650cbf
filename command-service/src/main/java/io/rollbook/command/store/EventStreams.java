package io.rollbook.command.store;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.ThreadFactory;
import org.axonframework.eventhandling.TrackingEventStream;
import org.axonframework.eventhandling.TrackingToken;
import org.axonframework.eventsourcing.eventstore.EmbeddedEventStore;
import org.axonframework.eventsourcing.eventstore.EventStorageEngine;
import org.jspecify.annotations.Nullable;

/**
 * Streams of all events of the store. Streams that have come to the end share what is read next, and with it the place
 * where that was; so all of them are made anew when the store is another one, whose end lies elsewhere.
 */
final class EventStreams {

    // Each event that is kept for readers a little behind has a token of its own with all gaps of the moment, and a
    // command that is
    // refused when its claims are made leaves a gap.
    private static final int KEPT = 100;

    private final EventStorageEngine engine;
    private final Duration poll;
    private final ThreadFactory threads;
    private volatile Tail tail;

    EventStreams(EventStorageEngine engine, Duration poll, ThreadFactory threads) {
        this.engine = engine;
        this.poll = poll;
        this.threads = threads;
        this.tail = tail();
    }

    TrackingEventStream open(@Nullable TrackingToken position) {
        return tail.openStream(position);
    }

    /** Makes readers that wait for new events look at once. */
    void wake() {
        tail.wake();
    }

    /** Ends what is shared; streams that were opened before get nothing more. */
    void renew() {
        var before = tail;
        tail = tail();
        before.shutDown();
        before.wake();
    }

    void close() {
        tail.shutDown();
        tail.wake();
    }

    private Tail tail() {
        return new Tail(EmbeddedEventStore.builder()
                .storageEngine(engine)
                .fetchDelay(poll.toMillis())
                .cachedEvents(KEPT)
                .threadFactory(threads));
    }

    private static final class Tail extends EmbeddedEventStore {

        Tail(Builder builder) {
            super(builder);
        }

        void wake() {
            afterCommit(List.of());
        }
    }
}
