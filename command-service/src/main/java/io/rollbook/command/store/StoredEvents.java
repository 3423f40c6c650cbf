package io.rollbook.command.store;

import java.time.Duration;
import java.util.List;
import org.axonframework.common.stream.BlockingStream;
import org.axonframework.eventhandling.TrackedEventMessage;
import org.axonframework.eventhandling.TrackingToken;
import org.axonframework.eventsourcing.eventstore.EmbeddedEventStore;
import org.axonframework.eventsourcing.eventstore.EventStorageEngine;
import org.jspecify.annotations.Nullable;

/** The events as they are stored, personal fields sealed: for whoever passes them on and is not to know what they say. */
public final class StoredEvents implements AutoCloseable {

    private final Stored store;

    StoredEvents(EventStorageEngine engine, Duration poll) {
        this.store =
                new Stored(EmbeddedEventStore.builder().storageEngine(engine).fetchDelay(poll.toMillis()));
    }

    /** All events after {@code position}, and those to come. */
    public BlockingStream<TrackedEventMessage<?>> openStream(@Nullable TrackingToken position) {
        return store.openStream(position);
    }

    /** Makes readers that wait for new events look at once. */
    void wake() {
        store.wake();
    }

    @Override
    public void close() {
        store.shutDown();
    }

    private static final class Stored extends EmbeddedEventStore {

        Stored(Builder builder) {
            super(builder);
        }

        void wake() {
            afterCommit(List.of());
        }
    }
}
