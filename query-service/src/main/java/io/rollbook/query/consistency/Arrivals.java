package io.rollbook.query.consistency;

import io.rollbook.query.projection.ProjectionListener;
import java.time.Duration;
import java.time.Instant;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.springframework.stereotype.Component;

/** Wakes those who wait for an aggregate in a view as soon as this process has folded it. */
@Component
final class Arrivals implements ProjectionListener {
    private final ConcurrentHashMap<Awaited, Set<Waiter>> waiters = new ConcurrentHashMap<>();

    private record Awaited(String view, String aggregateId) {}

    /** Somebody who waits for an aggregate to have a version; must be closed. */
    final class Waiter implements AutoCloseable {
        private final Awaited awaited;
        private final long version;
        private final Semaphore arrived = new Semaphore(0);

        private Waiter(Awaited awaited, long version) {
            this.awaited = awaited;
            this.version = version;
        }

        /** Waits until the aggregate arrives, at most so long; it may have arrived elsewhere. */
        boolean await(Duration timeout) throws InterruptedException {
            return arrived.tryAcquire(timeout.toNanos(), TimeUnit.NANOSECONDS);
        }

        @Override
        public void close() {
            waiters.computeIfPresent(awaited, (key, all) -> {
                all.remove(this);
                return all.isEmpty() ? null : all;
            });
        }
    }

    Waiter waiter(String view, String aggregateId, long version) {
        var waiter = new Waiter(new Awaited(view, aggregateId), version);
        waiters.compute(waiter.awaited, (key, all) -> {
            var set = all == null ? ConcurrentHashMap.<Waiter>newKeySet() : all;
            set.add(waiter);
            return set;
        });
        return waiter;
    }

    @Override
    public void projected(String view, String aggregateId, long version, Instant recorded) {
        var waiting = waiters.get(new Awaited(view, aggregateId));
        if (waiting != null) {
            waiting.stream().filter(waiter -> waiter.version <= version).forEach(waiter -> waiter.arrived.release());
        }
    }
}
