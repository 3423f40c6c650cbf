package io.rollbook.command.store;

import io.micrometer.core.instrument.Timer;
import io.rollbook.command.store.StoreIdentity.Mark;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.axonframework.eventhandling.DomainEventMessage;
import org.axonframework.eventhandling.EventMessage;
import org.axonframework.eventhandling.TrackingEventStream;
import org.axonframework.eventhandling.TrackingToken;
import org.axonframework.eventsourcing.eventstore.EmbeddedEventStore;
import org.axonframework.eventsourcing.eventstore.EventStorageEngine;
import org.axonframework.messaging.unitofwork.CurrentUnitOfWork;
import org.jspecify.annotations.Nullable;

/**
 * The event store, which tells the other instances of an append and can be told of theirs. It writes beside each event how
 * many of its command are still to come, and measures appends from the writing of the events to the end of the commit.
 */
public final class SignallingEventStore extends EmbeddedEventStore {

    private static final String BEGUN = SignallingEventStore.class.getName() + ".begun";

    private final Runnable appended;
    private final Timer appends;
    private final StoreIdentity identity;
    private final ReaderThreads readers = new ReaderThreads();
    private final EventStreams streams;

    SignallingEventStore(
            EventStorageEngine engine, Duration poll, StoreIdentity identity, Runnable appended, Timer appends) {
        super(builder().storageEngine(engine));
        this.appended = appended;
        this.appends = appends;
        this.identity = identity;
        this.streams = new EventStreams(engine, poll, readers);
    }

    private record Begun(long nanos, long epoch) {}

    @Override
    public TrackingEventStream openStream(@Nullable TrackingToken position) {
        return streams.open(position);
    }

    @Override
    public void shutDown() {
        super.shutDown();
        streams.close();
        readers.await();
    }

    @Override
    protected void prepareCommit(List<? extends EventMessage<?>> events) {
        CurrentUnitOfWork.ifStarted(
                unit -> unit.root().resources().putIfAbsent(BEGUN, new Begun(System.nanoTime(), identity.epoch())));
        super.prepareCommit(WholeCommand.of(events));
    }

    @Override
    protected void afterCommit(List<? extends EventMessage<?>> events) {
        CurrentUnitOfWork.ifStarted(unit -> {
            if (unit.root().resources().remove(BEGUN) instanceof Begun begun) {
                appends.record(System.nanoTime() - begun.nanos(), TimeUnit.NANOSECONDS);
                if (!events.isEmpty() && events.getLast() instanceof DomainEventMessage<?> last) {
                    identity.seen(Mark.of(last), begun.epoch());
                }
            }
        });
        super.afterCommit(events);
        streams.wake();
        appended.run();
    }

    /** Makes readers that wait for new events look at once. */
    void wake() {
        streams.wake();
    }

    /** Streams that were opened before get nothing more. */
    void renewStreams() {
        streams.renew();
    }
}
