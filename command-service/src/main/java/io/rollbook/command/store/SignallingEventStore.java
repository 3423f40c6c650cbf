package io.rollbook.command.store;

import io.micrometer.core.instrument.Timer;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.axonframework.eventhandling.EventMessage;
import org.axonframework.eventsourcing.eventstore.EmbeddedEventStore;
import org.axonframework.messaging.unitofwork.CurrentUnitOfWork;

/**
 * The event store, which tells the other instances of an append and can be told of theirs. It writes beside each event how
 * many of its command are still to come, and measures appends from the writing of the events to the end of the commit.
 */
public final class SignallingEventStore extends EmbeddedEventStore {

    private static final String BEGUN = SignallingEventStore.class.getName() + ".begun";

    private final Runnable appended;
    private final Timer appends;
    private final ReaderThreads readers;

    SignallingEventStore(Builder builder, Runnable appended, Timer appends) {
        this(builder, appended, appends, new ReaderThreads());
    }

    private SignallingEventStore(Builder builder, Runnable appended, Timer appends, ReaderThreads readers) {
        super(builder.threadFactory(readers));
        this.appended = appended;
        this.appends = appends;
        this.readers = readers;
    }

    @Override
    public void shutDown() {
        super.shutDown();
        wake();
        readers.await();
    }

    @Override
    protected void prepareCommit(List<? extends EventMessage<?>> events) {
        CurrentUnitOfWork.ifStarted(unit -> unit.root().resources().putIfAbsent(BEGUN, System.nanoTime()));
        super.prepareCommit(WholeCommand.of(events));
    }

    @Override
    protected void afterCommit(List<? extends EventMessage<?>> events) {
        CurrentUnitOfWork.ifStarted(unit -> {
            if (unit.root().resources().remove(BEGUN) instanceof Long begun) {
                appends.record(System.nanoTime() - begun, TimeUnit.NANOSECONDS);
            }
        });
        super.afterCommit(events);
        appended.run();
    }

    /** Makes readers that wait for new events look at once. */
    void wake() {
        super.afterCommit(List.of());
    }
}
