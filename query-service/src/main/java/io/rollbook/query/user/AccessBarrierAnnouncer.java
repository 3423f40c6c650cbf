package io.rollbook.query.user;

import io.rollbook.query.projection.ProjectionListener;
import io.rollbook.web.platform.Floor;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;

/**
 * Tells the command side which versions of users are folded into the view that access is decided by, as they are. An announcement that is lost costs somebody
 * two seconds and is worth no more than one attempt; history that is folded again is not announced, since nobody waits
 * for it.
 */
final class AccessBarrierAnnouncer implements ProjectionListener, SmartLifecycle {
    private static final Logger LOG = LoggerFactory.getLogger(AccessBarrierAnnouncer.class);
    private static final Duration RECENT = Duration.ofSeconds(30);
    private static final Duration IDLE = Duration.ofMillis(500);
    private static final int WAITING = 10_000;

    private final String topic;
    private final Supplier<Producer<String, String>> producers;
    private final BlockingQueue<Folded> queue = new ArrayBlockingQueue<>(WAITING);
    private volatile boolean running;
    private Thread thread = new Thread();

    private record Folded(String aggregateId, long version) {}

    AccessBarrierAnnouncer(String topic, Supplier<Producer<String, String>> producers) {
        this.topic = topic;
        this.producers = producers;
    }

    @Override
    public void projected(String view, String aggregateId, long version, Instant recorded) {
        if (view.equals(AccessProjection.VIEW)
                && recorded.isAfter(Instant.now().minus(RECENT))
                && !queue.offer(new Folded(aggregateId, version))) {
            LOG.debug("too much is folded at once to announce {}", aggregateId);
        }
    }

    @Override
    public void start() {
        running = true;
        thread = Thread.ofPlatform().daemon().name("access-announcer").start(this::run);
    }

    @Override
    public void stop() {
        running = false;
        try {
            thread.join(IDLE.multipliedBy(2));
            thread.interrupt();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public boolean isRunning() {
        return running;
    }

    private void run() {
        var floor = Floor.under("producer of announcements");
        try {
            while (running) {
                announce();
                // A producer cannot even be made while the name of its server is not known.
                Thread.sleep(IDLE);
                floor.round(false);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void announce() throws InterruptedException {
        var floor = Floor.under("announcements");
        try (var producer = producers.get()) {
            while (running) {
                var folded = queue.poll(IDLE.toMillis(), TimeUnit.MILLISECONDS);
                if (folded != null) {
                    send(producer, folded);
                }
                floor.round(folded != null);
            }
        } catch (KafkaException e) {
            LOG.debug("nothing can be announced now", e);
        }
    }

    private void send(Producer<String, String> producer, Folded folded) {
        var announcement = new ProducerRecord<>(topic, folded.aggregateId(), Long.toString(folded.version()));
        try {
            producer.send(announcement, (metadata, failure) -> failed(folded, failure));
        } catch (KafkaException e) {
            failed(folded, e);
        }
    }

    private static void failed(Folded folded, @Nullable Exception failure) {
        if (failure != null) {
            LOG.debug("{} could not be announced", folded, failure);
        }
    }
}
