package io.rollbook.query.consistency;

import io.rollbook.query.projection.ProjectionListener;
import java.time.Instant;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import org.springframework.stereotype.Component;

/** Wakes those who wait for an aggregate as soon as this process has folded it. */
@Component
final class Arrivals implements ProjectionListener {
    private final ConcurrentHashMap<String, Set<Waiter>> waiters = new ConcurrentHashMap<>();

    /** Somebody who waits for an aggregate to have a version; must be closed. */
    final class Waiter implements AutoCloseable {
        private final String aggregateId;
        private final long version;
        private final Semaphore arrived = new Semaphore(0);

        private Waiter(String aggregateId, long version) {
            this.aggregateId = aggregateId;
            this.version = version;
        }

        /** Waits until the aggregate arrives, at most so long; it may have arrived elsewhere. */
        boolean await(java.time.Duration timeout) throws InterruptedException {
            return arrived.tryAcquire(timeout.toNanos(), java.util.concurrent.TimeUnit.NANOSECONDS);
        }

        @Override
        public void close() {
            waiters.computeIfPresent(aggregateId, (id, all) -> {
                all.remove(this);
                return all.isEmpty() ? null : all;
            });
        }
    }

    Waiter waiter(String aggregateId, long version) {
        var waiter = new Waiter(aggregateId, version);
        waiters.compute(aggregateId, (id, all) -> {
            var set = all == null ? ConcurrentHashMap.<Waiter>newKeySet() : all;
            set.add(waiter);
            return set;
        });
        return waiter;
    }

    @Override
    public void projected(String aggregateId, long version, Instant recorded) {
        var waiting = waiters.get(aggregateId);
        if (waiting != null) {
            waiting.stream().filter(waiter -> waiter.version <= version).forEach(waiter -> waiter.arrived.release());
        }
    }
}
