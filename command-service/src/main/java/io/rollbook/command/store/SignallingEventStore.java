package io.rollbook.command.store;

import java.util.List;
import org.axonframework.eventhandling.EventMessage;
import org.axonframework.eventsourcing.eventstore.EmbeddedEventStore;

/** The event store, which tells the other instances of an append and can be told of theirs. */
public final class SignallingEventStore extends EmbeddedEventStore {

    private final Runnable appended;

    SignallingEventStore(Builder builder, Runnable appended) {
        super(builder);
        this.appended = appended;
    }

    @Override
    protected void afterCommit(List<? extends EventMessage<?>> events) {
        super.afterCommit(events);
        appended.run();
    }

    /** Makes readers that wait for new events look at once. */
    void wake() {
        super.afterCommit(List.of());
    }
}
