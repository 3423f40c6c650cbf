package io.rollbook.command.publishing;

import io.rollbook.command.store.StoreIdentity;
import io.rollbook.command.store.StoreOutage;
import io.rollbook.command.store.StoredEvents;
import io.rollbook.web.platform.Floor;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.ToLongFunction;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.axonframework.common.stream.BlockingStream;
import org.axonframework.common.transaction.TransactionManager;
import org.axonframework.eventhandling.DomainEventMessage;
import org.axonframework.eventhandling.TrackedEventMessage;
import org.axonframework.eventhandling.TrackingToken;
import org.axonframework.eventhandling.tokenstore.TokenStore;
import org.axonframework.eventhandling.tokenstore.UnableToClaimTokenException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;
import org.springframework.core.NestedExceptionUtils;

/**
 * Reads the store in order and sends every event to Kafka; its position is stored only after Kafka has acknowledged, so
 * each event arrives at least once. Of several instances one holds the claim on the position and publishes; when it
 * dies, another takes over once the claim has lapsed.
 *
 * <p>This is a loop of our own and not one of Axon's processors, because those keep a database transaction open while
 * they wait for Kafka and back off for up to a minute after an outage.
 */
public final class EventPublisher implements SmartLifecycle {

    /** The name under which the position is kept; it must not change. */
    public static final String PROCESSOR = "kafka-publisher";

    private static final Logger LOG = LoggerFactory.getLogger(EventPublisher.class);
    private static final int SEGMENT = 0;
    private static final int BATCH = 500;
    private static final Duration CLAIM_EXTENSION = Duration.ofSeconds(1);
    private static final Duration PAUSE = Duration.ofSeconds(1);

    private final StoredEvents store;
    private final StoreIdentity identity;
    private final TokenStore positions;
    private final TransactionManager transactions;
    private final Producer<String, byte[]> producer;
    private final EventRecords records;
    private final BeforePublishing before;
    private final ToLongFunction<DomainEventMessage<?>> storedIndex;
    private volatile boolean running;
    private volatile boolean publishes;
    private volatile long published = -1;
    private final LongAdder acknowledged = new LongAdder();
    private final Set<Class<?>> told = new HashSet<>();
    private Thread thread = new Thread();

    /** A publisher that asks {@code storedIndex} for the global index of an event whose token does not name it. */
    EventPublisher(
            StoredEvents store,
            StoreIdentity identity,
            TokenStore positions,
            TransactionManager transactions,
            Producer<String, byte[]> producer,
            EventRecords records,
            BeforePublishing before,
            ToLongFunction<DomainEventMessage<?>> storedIndex) {
        this.store = store;
        this.identity = identity;
        this.positions = positions;
        this.transactions = transactions;
        this.producer = producer;
        this.records = records;
        this.before = before;
        this.storedIndex = storedIndex;
    }

    /** The global index up to which this instance has published or found published, -1 when it has not begun. */
    public long published() {
        return published;
    }

    /** Whether this instance holds the claim and publishes. */
    boolean publishes() {
        return publishes;
    }

    /** How many events this instance has sent that Kafka has acknowledged; one that was sent again counts again. */
    long acknowledged() {
        return acknowledged.sum();
    }

    @Override
    public void start() {
        running = true;
        thread = Thread.ofPlatform().name("event-publisher").start(this::run);
    }

    @Override
    public void stop() {
        running = false;
        try {
            // A batch on its way is finished, so that the next start need not send it again.
            thread.join(Duration.ofSeconds(3));
            thread.interrupt();
            thread.join(Duration.ofSeconds(2));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public boolean isRunning() {
        return running;
    }

    @Override
    public int getPhase() {
        return 0;
    }

    private void run() {
        var reachable = true;
        var floor = Floor.under("claim of publishing");
        while (running) {
            try {
                // What is read from this store is not marked as published in another one.
                identity.bind();
                var token = claim();
                reachable = true;
                if (!publishes) {
                    LOG.info("publishing events after global index {}", position(token));
                }
                publishes = true;
                publishFrom(token);
            } catch (UnableToClaimTokenException e) {
                publishes = false;
                LOG.debug("another instance publishes");
                pause(floor);
            } catch (InterruptedException e) {
                // It is told to stop and would not by itself: only stop() interrupts.
                break;
            } catch (ExecutionException | RuntimeException e) {
                reachable = !StoreOutage.isOne(e);
                if (running) {
                    tell(e);
                    pause(floor);
                }
            }
        }
        publishes = false;
        if (reachable) {
            release();
        }
    }

    // Each kind once until something has been published again. PublishingWatch says that PostgreSQL is away.
    private void tell(Exception failure) {
        LOG.debug("publishing pauses", failure);
        if (StoreOutage.isOne(failure)) {
            return;
        }
        var cause = failure instanceof ExecutionException && failure.getCause() != null ? failure.getCause() : failure;
        if (KafkaOutage.isOne(cause)) {
            if (told.add(KafkaOutage.class)) {
                var away = NestedExceptionUtils.getMostSpecificCause(cause);
                LOG.warn("publishing waits for Kafka, which cannot be reached: {}", String.valueOf(away.getMessage()));
            }
        } else if (told.add(cause.getClass())) {
            LOG.warn("publishing pauses; it is tried again until it succeeds", cause);
        }
    }

    private void publishFrom(@Nullable TrackingToken from) throws InterruptedException, ExecutionException {
        position(from);
        before.begin();
        try (BlockingStream<TrackedEventMessage<?>> events = store.openStream(from)) {
            var claimed = System.nanoTime();
            var floor = Floor.under("publishing");
            while (running) {
                var some = events.hasNextAvailable((int) CLAIM_EXTENSION.toMillis(), TimeUnit.MILLISECONDS);
                // Before it sends, too: an instance that stood still for long has lost the claim, and another has
                // sent what it read.
                if (System.nanoTime() - claimed >= CLAIM_EXTENSION.toNanos()) {
                    transactions.executeInTransaction(() -> positions.extendClaim(PROCESSOR, SEGMENT));
                    claimed = System.nanoTime();
                    before.repeat();
                }
                if (some) {
                    publish(next(events));
                    claimed = System.nanoTime();
                }
                floor.round(some);
            }
        }
    }

    private static List<TrackedEventMessage<?>> next(BlockingStream<TrackedEventMessage<?>> events)
            throws InterruptedException {
        var batch = new ArrayList<TrackedEventMessage<?>>();
        do {
            batch.add(events.nextAvailable());
        } while (batch.size() < BATCH && events.hasNextAvailable());
        return batch;
    }

    private void publish(List<TrackedEventMessage<?>> batch) throws InterruptedException, ExecutionException {
        before.sendBefore(batch);
        var sent = new ArrayList<Future<RecordMetadata>>(batch.size());
        var farthest = published;
        for (var event : batch) {
            var position = event.trackingToken().position().orElse(0);
            sent.add(producer.send(record(event, position, position > farthest)));
            farthest = Math.max(farthest, position);
        }
        producer.flush();
        for (var acknowledgement : sent) {
            acknowledgement.get();
        }
        acknowledged.add(batch.size());
        var last = batch.getLast().trackingToken();
        transactions.executeInTransaction(() -> positions.storeToken(last, PROCESSOR, SEGMENT));
        position(last);
        if (!told.isEmpty()) {
            LOG.info("publishing goes on");
            told.clear();
        }
    }

    // The token of an event that fills a gap, committed later than one behind it, still names the farthest event.
    private ProducerRecord<String, byte[]> record(TrackedEventMessage<?> stored, long position, boolean farther) {
        if (!(stored instanceof DomainEventMessage<?> event)) {
            throw new IllegalStateException("the store holds an event of no aggregate: " + stored.getIdentifier());
        }
        return records.recordOf(event, farther ? position : storedIndex.applyAsLong(event));
    }

    private @Nullable TrackingToken claim() {
        return transactions.fetchInTransaction(() -> {
            if (positions.fetchSegments(PROCESSOR).length == 0) {
                positions.initializeTokenSegments(PROCESSOR, 1);
            }
            return positions.fetchToken(PROCESSOR, SEGMENT);
        });
    }

    private void release() {
        try {
            transactions.executeInTransaction(() -> positions.releaseClaim(PROCESSOR, SEGMENT));
        } catch (RuntimeException e) {
            LOG.debug("the claim lapses by itself", e);
        }
    }

    private long position(@Nullable TrackingToken token) {
        published = token == null ? 0 : token.position().orElse(0);
        return published;
    }

    private static void pause(Floor floor) {
        try {
            Thread.sleep(PAUSE);
            floor.round(false);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
