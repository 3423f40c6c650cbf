package io.rollbook.command.bus;

import io.rollbook.web.envelope.TooManyRequests;
import java.time.Duration;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/**
 * Lets each actor have only so many commands under way: the others wait for their turn, in their order. So one person who
 * sends many at once keeps neither the connections nor the locks of the store from everybody else. What Rollbook does by
 * itself, and what nobody is signed in for, has limits of its own.
 */
final class Turns {

    private final int atOnce;
    private final Duration patience;
    private final ConcurrentHashMap<String, Turn> byActor = new ConcurrentHashMap<>();

    /**
     * @param atOnce how many commands of one actor may be under way
     * @param patience how long one waits at most
     */
    Turns(int atOnce, Duration patience) {
        this.atOnce = atOnce;
        this.patience = patience;
    }

    /** The free places of one actor, remembered while somebody has one or waits for one. */
    private record Turn(Semaphore places, int users) {
        Turn used(int more) {
            return new Turn(places, users + more);
        }
    }

    /**
     * What {@code work} returns, once the actor has a place.
     *
     * @throws TooManyRequests when none became free in time; nothing was done
     */
    <T> T take(Actor actor, Supplier<T> work) {
        if (actor.caller() == null) {
            return work.get();
        }
        var places = byActor.compute(
                        actor.name(),
                        (name, turn) -> (turn == null ? new Turn(new Semaphore(atOnce, true), 0) : turn).used(1))
                .places();
        try {
            acquire(places);
            try {
                return work.get();
            } finally {
                places.release();
            }
        } finally {
            byActor.computeIfPresent(actor.name(), (name, turn) -> turn.users() == 1 ? null : turn.used(-1));
        }
    }

    /** How many actors are remembered. */
    int remembered() {
        return byActor.size();
    }

    private void acquire(Semaphore places) {
        try {
            if (!places.tryAcquire(patience.toNanos(), TimeUnit.NANOSECONDS)) {
                throw new TooManyRequests(patience);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new TooManyRequests(patience);
        }
    }
}
