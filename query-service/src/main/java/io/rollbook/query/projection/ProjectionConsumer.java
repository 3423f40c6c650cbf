package io.rollbook.query.projection;

import io.rollbook.query.platform.KafkaOutage;
import io.rollbook.web.platform.Floor;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.WakeupException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The thread that keeps one projection going for as long as the process lives: it opens a consumer, lets a
 * {@link ConsumerSession} read with it, and opens another when that one has come to its end.
 */
final class ProjectionConsumer {
    private static final Logger LOG = LoggerFactory.getLogger(ProjectionConsumer.class);
    private static final Duration STOP_TIMEOUT = Duration.ofSeconds(10);

    private final String name;
    private final String topic;
    private final Supplier<Consumer<String, byte[]>> consumers;
    private final Upkeep upkeep;
    private final Projector projector;
    private final Filling filling;
    private final Standing standing;
    private final String collection;
    private final Backoff backoff;
    private final CountDownLatch stopping = new CountDownLatch(1);
    private volatile @Nullable Consumer<String, byte[]> current;
    private @Nullable Thread thread;

    ProjectionConsumer(
            Projection<?, ?> projection,
            String topic,
            Supplier<Consumer<String, byte[]>> consumers,
            Projector projector,
            Filling filling,
            Upkeep upkeep,
            Standing standing,
            Duration longestBackoff) {
        this.name = projection.name();
        this.collection = projection.collection();
        this.topic = topic;
        this.consumers = consumers;
        this.projector = projector;
        this.filling = filling;
        this.upkeep = upkeep;
        this.standing = standing;
        this.backoff = new Backoff(InstantSource.system(), longestBackoff);
    }

    void start() {
        var started = new Thread(this::run, "projection-" + name);
        started.setDaemon(true);
        thread = started;
        started.start();
    }

    /** Asks the thread to end; {@link #await} waits until it has. */
    void stop() {
        stopping.countDown();
        var consumer = current;
        if (consumer != null) {
            consumer.wakeup();
        }
    }

    void await() throws InterruptedException {
        if (thread != null) {
            thread.join(STOP_TIMEOUT.toMillis());
        }
    }

    private void run() {
        var floor = Floor.under("consumer of " + name);
        while (!stopped()) {
            serve();
            try (var consumer = consumers.get()) {
                current = consumer;
                var session =
                        new ConsumerSession(collection, topic, consumer, projector, filling, upkeep, standing, backoff);
                session.run(this::stopped);
            } catch (WakeupException | InterruptException e) {
                LOG.debug("{}: stops", name);
            } catch (RuntimeException e) {
                tell(e);
                backoff.failed();
            } finally {
                current = null;
            }
            pause(floor);
        }
    }

    // Without the topic nothing new can be folded, but what is there may still be readable.
    private void serve() {
        try {
            upkeep.run(Set.of());
        } catch (RuntimeException e) {
            LOG.debug("{}: the read model cannot be reached", name, e);
        }
    }

    private void pause(Floor floor) {
        try {
            stopping.await(backoff.remaining().toMillis(), TimeUnit.MILLISECONDS);
            floor.round(false);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            stopping.countDown();
        }
    }

    // That Kafka is away is said once for all by the one who watches the lag.
    private void tell(RuntimeException e) {
        if (e instanceof KafkaException) {
            standing.problem("the topic cannot be read: " + e.getClass().getSimpleName());
        } else {
            standing.problem("the projection failed: " + e.getClass().getSimpleName());
        }
        if (KafkaOutage.isOne(e) || !backoff.calm()) {
            LOG.debug("{}: the topic cannot be read", name, e);
        } else if (e instanceof KafkaException) {
            LOG.warn("{}: the topic cannot be read; trying again until it can: {}", name, reason(e));
        } else {
            LOG.warn("{}: failed; trying again until it succeeds", name, e);
        }
    }

    // Kafka's client wraps what it cannot do in what it was about to do.
    private static String reason(RuntimeException e) {
        var cause = e.getCause() == null ? e : e.getCause();
        return cause.getClass().getSimpleName() + ": " + cause.getMessage();
    }

    private boolean stopped() {
        return stopping.getCount() == 0;
    }
}
