package io.rollbook.command.barrier;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.rollbook.api.consistency.ConsistencyToken;
import io.rollbook.command.bus.AccessBarrier;
import io.rollbook.command.store.StoreCache;
import io.rollbook.web.platform.Floor;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;

/**
 * Which versions of users the read side has folded lately. A command that takes a right away waits for it, so that the
 * next request is refused on either side, whichever instance it reaches.
 */
public final class KafkaAccessBarrier implements AccessBarrier, StoreCache, SmartLifecycle {

    private static final Logger LOG = LoggerFactory.getLogger(KafkaAccessBarrier.class);
    private static final Duration POLL = Duration.ofMillis(500);
    private static final Duration PAUSE = Duration.ofSeconds(1);
    private static final Duration REMEMBERED_FOR = Duration.ofMinutes(1);
    private static final int REMEMBERED = 100_000;

    private final AccessBarrierSettings settings;
    private final Supplier<Consumer<String, String>> consumers;
    private final Cache<String, Long> versions = Caffeine.newBuilder()
            .maximumSize(REMEMBERED)
            .expireAfterWrite(REMEMBERED_FOR)
            .build();
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition arrived = lock.newCondition();
    private volatile boolean running;
    // Guarded by the lock. The first one is logged; their number is logged when the read side follows again.
    private long inVain;
    private Thread thread = new Thread();

    KafkaAccessBarrier(AccessBarrierSettings settings, Supplier<Consumer<String, String>> consumers) {
        this.settings = settings;
        this.consumers = consumers;
    }

    @Override
    public boolean await(ConsistencyToken token) {
        if (settings.timeout().isZero()) {
            return true;
        }
        var left = settings.timeout().toNanos();
        lock.lock();
        try {
            while (folded(token.aggregateId()) < token.version()) {
                if (left <= 0) {
                    tellInVain(token);
                    return false;
                }
                left = arrived.awaitNanos(left);
            }
            if (inVain > 0) {
                LOG.info("the read side follows in time again; {} commands waited for it in vain", inVain);
                inVain = 0;
            }
            return true;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        } finally {
            lock.unlock();
        }
    }

    /** The numbers of a store that was restored go back: what was folded under them was something else. */
    @Override
    public void forgetAll() {
        versions.invalidateAll();
    }

    private void tellInVain(ConsistencyToken token) {
        if (inVain == 0) {
            LOG.warn(
                    "the read side has not come to {} within {} ms; what such commands take away holds there later",
                    token,
                    settings.timeout().toMillis());
        }
        inVain++;
    }

    @Override
    public void start() {
        if (!settings.timeout().isZero()) {
            running = true;
            thread = Thread.ofPlatform().daemon().name("access-folded").start(this::run);
        }
    }

    @Override
    public void stop() {
        if (!running) {
            return;
        }
        running = false;
        try {
            thread.join(POLL.multipliedBy(2));
            thread.interrupt();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public boolean isRunning() {
        return running;
    }

    private long folded(String aggregateId) {
        var version = versions.getIfPresent(aggregateId);
        return version == null ? -1 : version;
    }

    private void run() {
        var outage = false;
        var floor = Floor.under("consumer of announcements");
        try {
            while (running) {
                try (var consumer = consumers.get()) {
                    goToEnd(consumer);
                    outage = false;
                    read(consumer);
                } catch (KafkaException e) {
                    if (running && !outage) {
                        LOG.warn("it cannot be read what the read side has folded: {}", String.valueOf(e.getMessage()));
                    }
                    outage = true;
                    TimeUnit.NANOSECONDS.sleep(PAUSE.toNanos());
                }
                floor.round(false);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void read(Consumer<String, String> consumer) throws InterruptedException {
        var floor = Floor.under("announcements of the read side");
        while (running) {
            var folded = consumer.poll(POLL);
            folded.forEach(this::take);
            floor.round(!folded.isEmpty());
        }
    }

    private void goToEnd(Consumer<String, String> consumer) {
        var partitions = consumer.partitionsFor(settings.topic()).stream()
                .map(partition -> new TopicPartition(partition.topic(), partition.partition()))
                .toList();
        if (partitions.isEmpty()) {
            throw new KafkaException("there is no topic " + settings.topic());
        }
        consumer.assign(partitions);
        consumer.seekToEnd(partitions);
        // The end is looked up when a position is asked for: now, not at the first poll.
        partitions.forEach(consumer::position);
    }

    private void take(ConsumerRecord<String, String> folded) {
        if (folded.key() == null || folded.value() == null || !folded.value().matches("[0-9]{1,18}")) {
            return;
        }
        versions.asMap().merge(folded.key(), Long.valueOf(folded.value()), Math::max);
        lock.lock();
        try {
            arrived.signalAll();
        } finally {
            lock.unlock();
        }
    }
}
