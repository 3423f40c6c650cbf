package io.rollbook.command.publishing;

import io.rollbook.command.publishing.Republications.Republication;
import io.rollbook.command.publishing.StoreReading.Batch;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.function.Function;
import org.axonframework.eventhandling.DomainEventMessage;
import org.axonframework.eventhandling.GapAwareTrackingToken;
import org.axonframework.eventhandling.TrackingToken;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Fills the topic again, slice by slice, between the batches of what is new. Who publishes uses it, from one thread; another
 * instance goes on where it has come to.
 */
final class Republisher implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Republisher.class);
    private static final Duration PATIENCE = Duration.ofMillis(100);

    private final Republications republications;
    private final Function<@Nullable TrackingToken, StoreReading> readings;
    private final EventPositions positions;
    private final EventSender sender;
    private @Nullable Republication task;
    private @Nullable StoreReading reading;

    private long reached;

    /** One that reads the store by {@code readings}, each from a place on. */
    Republisher(
            Republications republications,
            Function<@Nullable TrackingToken, StoreReading> readings,
            EventPositions positions,
            EventSender sender) {
        this.republications = republications;
        this.readings = readings;
        this.positions = positions;
        this.sender = sender;
    }

    /** Looks whether one was asked for. */
    void look() {
        if (task == null) {
            republications.underWay().ifPresent(this::begin);
        }
    }

    /** Whether there is something to send. */
    boolean isUnderWay() {
        return task != null;
    }

    /** Sends the next slice, if there is something to send. */
    void send() throws InterruptedException, ExecutionException {
        if (task == null || reading == null) {
            return;
        }
        if (reached < task.last() && reading.hasNext(PATIENCE)) {
            var batch = reading.next();
            var sent = send(batch, task.last());
            reached = StoreReading.indexOf(batch.reached());
            republications.advance(task.id(), reached, sent);
        }
        if (reached >= task.last()) {
            republications.finish(task.id());
            LOG.info("the topic is filled again, up to global index {}", task.last());
            close();
        }
    }

    @Override
    public void close() {
        if (reading != null) {
            reading.close();
        }
        reading = null;
        task = null;
    }

    private void begin(Republication asked) {
        LOG.info(
                "the topic is filled again after global index {} up to {}, as {} asked",
                asked.reached(),
                asked.last(),
                asked.requestedBy());
        var from = asked.reached() == 0 ? null : GapAwareTrackingToken.newInstance(asked.reached(), Set.of());
        reading = readings.apply(from);
        reached = asked.reached();
        task = asked;
    }

    // One without a position has not been published yet, and will be as something new.
    private int send(Batch batch, long last) throws InterruptedException, ExecutionException {
        var known = positions.of(batch.indexes());
        var events = new ArrayList<DomainEventMessage<?>>();
        var indexes = new ArrayList<Long>();
        for (var i = 0; i < batch.events().size(); i++) {
            var index = batch.indexes().get(i);
            if (index <= last && known.containsKey(index)) {
                events.add(batch.events().get(i));
                indexes.add(index);
            }
        }
        sender.send(events, indexes, known);
        return events.size();
    }
}
