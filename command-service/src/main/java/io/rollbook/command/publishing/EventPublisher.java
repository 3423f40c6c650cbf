package io.rollbook.command.publishing;

import io.rollbook.command.publishing.StoreReading.Batch;
import io.rollbook.command.store.StoreIdentity;
import io.rollbook.command.store.StoreOutage;
import io.rollbook.web.platform.Floor;
import java.time.Duration;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Function;
import org.axonframework.common.transaction.TransactionManager;
import org.axonframework.eventhandling.GapAwareTrackingToken;
import org.axonframework.eventhandling.TrackingToken;
import org.axonframework.eventhandling.tokenstore.TokenStore;
import org.axonframework.eventhandling.tokenstore.UnableToClaimTokenException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;
import org.springframework.core.NestedExceptionUtils;

/**
 * Reads the store in order and sends every event to Kafka, with its {@linkplain EventPositions position}. How far it has come
 * is stored only after Kafka has acknowledged, so each event arrives at least once. Of several instances one holds the claim and publishes; when it
 * dies, another takes over once the claim has lapsed.
 *
 * <p>This is a loop of our own and not one of Axon's processors, because those keep a database transaction open while
 * they wait for Kafka and back off for up to a minute after an outage.
 */
public final class EventPublisher implements SmartLifecycle {

    /** The name under which is kept how far it has come; it must not change. */
    public static final String PROCESSOR = "kafka-publisher";

    private static final Logger LOG = LoggerFactory.getLogger(EventPublisher.class);
    private static final int SEGMENT = 0;
    private static final Duration CLAIM_EXTENSION = Duration.ofSeconds(1);
    private static final Duration PAUSE = Duration.ofSeconds(1);

    // How far it has come is stored with the positions of the next batch, or by itself when none comes for so long.
    private static final Duration QUIET = Duration.ofMillis(20);

    private final Function<@Nullable TrackingToken, StoreReading> readings;
    private final StoreIdentity identity;
    private final TokenStore tokens;
    private final TransactionManager transactions;
    private final EventSender sender;
    private final EventPositions positions;
    private final Republisher republisher;
    private volatile boolean running;
    private volatile boolean publishes;
    private volatile long published = -1;
    private @Nullable TrackingToken unstored;
    private final LongAdder acknowledged = new LongAdder();
    private final Set<Class<?>> told = new HashSet<>();
    private Thread thread = new Thread();

    /** A publisher that reads the store by {@code readings}, each from a place on. */
    EventPublisher(
            Function<@Nullable TrackingToken, StoreReading> readings,
            StoreIdentity identity,
            TokenStore tokens,
            TransactionManager transactions,
            EventSender sender,
            EventPositions positions,
            Republisher republisher) {
        this.readings = readings;
        this.identity = identity;
        this.tokens = tokens;
        this.transactions = transactions;
        this.sender = sender;
        this.positions = positions;
        this.republisher = republisher;
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
        unstored = null;
        giveMissingPositions(from);
        sender.begin();
        try (var events = readings.apply(from);
                republisher) {
            var looked = System.nanoTime();
            var floor = Floor.under("publishing");
            while (running) {
                var some = events.hasNext(patience());
                // Before it sends, too: an instance that stood still for long has lost the claim, and another has
                // sent what it read.
                if (System.nanoTime() - looked >= CLAIM_EXTENSION.toNanos()) {
                    storePlace();
                    looked = System.nanoTime();
                    sender.repeat();
                    republisher.look();
                }
                if (some) {
                    publish(events.next());
                } else if (unstored != null) {
                    storePlace();
                }
                republisher.send();
                floor.round(some || republisher.isUnderWay());
            }
            if (unstored != null) {
                storePlace();
            }
        }
    }

    private Duration patience() {
        if (republisher.isUnderWay()) {
            return Duration.ZERO;
        }
        return unstored == null ? CLAIM_EXTENSION : QUIET;
    }

    // Events may have been published by a version that gave no positions.
    private void giveMissingPositions(@Nullable TrackingToken published) throws InterruptedException {
        if (published == null) {
            return;
        }
        var gaps = published instanceof GapAwareTrackingToken aware ? aware.getGaps() : Set.<Long>of();
        var last = StoreReading.indexOf(published);
        var first = positions.firstMissing();
        var floor = Floor.under("positions of old events");
        int given;
        do {
            given = transactions.fetchInTransaction(() -> {
                keepClaim();
                return positions.giveMissing(first, last, gaps);
            });
            floor.round(given > 0);
        } while (given > 0);
    }

    private void storePlace() {
        transactions.executeInTransaction(this::keepClaim);
        unstored = null;
    }

    /** Fails when another instance has the claim now. */
    private void keepClaim() {
        if (unstored == null) {
            tokens.extendClaim(PROCESSOR, SEGMENT);
        } else {
            tokens.storeToken(unstored, PROCESSOR, SEGMENT);
        }
    }

    private void publish(Batch batch) throws InterruptedException, ExecutionException {
        // Only the instance that has the claim gives positions, and none is sent that could still be given to another.
        var given = transactions.fetchInTransaction(() -> {
            keepClaim();
            return positions.give(batch.indexes());
        });
        sender.send(batch.events(), batch.indexes(), given);
        acknowledged.add(batch.events().size());
        unstored = batch.reached();
        position(unstored);
        if (!told.isEmpty()) {
            LOG.info("publishing goes on");
            told.clear();
        }
    }

    private @Nullable TrackingToken claim() {
        return transactions.fetchInTransaction(() -> {
            if (tokens.fetchSegments(PROCESSOR).length == 0) {
                tokens.initializeTokenSegments(PROCESSOR, 1);
            }
            return tokens.fetchToken(PROCESSOR, SEGMENT);
        });
    }

    private void release() {
        try {
            transactions.executeInTransaction(() -> tokens.releaseClaim(PROCESSOR, SEGMENT));
        } catch (RuntimeException e) {
            LOG.debug("the claim lapses by itself", e);
        }
    }

    private long position(@Nullable TrackingToken token) {
        published = StoreReading.indexOf(token);
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
