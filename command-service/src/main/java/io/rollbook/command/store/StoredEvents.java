package io.rollbook.command.store;

import java.time.Duration;
import org.axonframework.common.AxonThreadFactory;
import org.axonframework.common.stream.BlockingStream;
import org.axonframework.eventhandling.TrackedEventMessage;
import org.axonframework.eventhandling.TrackingToken;
import org.axonframework.eventsourcing.eventstore.EventStorageEngine;
import org.jspecify.annotations.Nullable;

/** The events as they are stored, personal fields sealed: for code that passes them on and is not to know what they say. */
public final class StoredEvents implements AutoCloseable {

    private final EventStreams streams;

    StoredEvents(EventStorageEngine engine, Duration poll) {
        this.streams = new EventStreams(engine, poll, new AxonThreadFactory("stored-events"));
    }

    /** All events after {@code position}, and those to come. */
    public BlockingStream<TrackedEventMessage<?>> openStream(@Nullable TrackingToken position) {
        return streams.open(position);
    }

    /** Makes readers that wait for new events look at once. */
    void wake() {
        streams.wake();
    }

    /** Streams that were opened before get nothing more. */
    void renew() {
        streams.renew();
    }

    @Override
    public void close() {
        streams.close();
    }
}
