package io.rollbook.web.platform;

import io.rollbook.web.envelope.Unavailable;
import java.time.Duration;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;

/**
 * Work that is done again and again, with pauses, on a thread of its own, so that nothing else that recurs holds it up.
 * Stopping ends a pause at once and waits a few seconds for work under way, then interrupts it.
 *
 * <p>It also reports what the work throws, each kind once until the work succeeds again: nothing of a server that is
 * away, because the one who watches that server says so; one sentence of what {@link Unavailable} says; everything else
 * as a fault, with its trace.
 */
public abstract class RecurringWork implements SmartLifecycle {

    private static final Logger LOG = LoggerFactory.getLogger(RecurringWork.class);
    private static final Duration PATIENCE = Duration.ofSeconds(3);
    private static final Duration SHORTEST_REST = Duration.ofSeconds(1);
    private static final Duration LONGEST_REST = Duration.ofSeconds(10);

    private final String name;
    private final Predicate<Throwable> isAway;
    private final Set<Class<?>> told = new HashSet<>();
    private int failures;
    private final Semaphore stopping = new Semaphore(0);
    private volatile boolean running;
    private Thread thread = new Thread();

    /**
     * Work that has not begun.
     *
     * @param name what its thread is called
     * @param isAway whether an exception only says that a server is away of which somebody else says so
     */
    protected RecurringWork(String name, Predicate<Throwable> isAway) {
        this.name = name;
        this.isAway = isAway;
    }

    /**
     * Does the work once. What it throws is reported, and it is done again after a rest of one to ten seconds.
     *
     * @return how long to pause before it is done again; for nothing, it is done again {@link Floor as soon as any loop may}
     * @throws InterruptedException when it is told to stop while it waits
     */
    protected abstract Duration work() throws InterruptedException;

    /** There is nothing left to do: {@link #work} is not called again. */
    protected final void finish() {
        running = false;
    }

    /** Called on the thread of the work after the last time, to let go of what only that thread may use. */
    protected void ended() {}

    @Override
    public final void start() {
        stopping.drainPermits();
        running = true;
        thread = Thread.ofPlatform().daemon().name(name).start(this::run);
    }

    @Override
    public final void stop() {
        running = false;
        stopping.release();
        try {
            if (thread.isAlive() && !thread.join(PATIENCE)) {
                thread.interrupt();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Stops beside all others, so that a server that is away costs their patience once and not one after the other. */
    @Override
    public final void stop(Runnable stopped) {
        Thread.ofVirtual().name("stop-" + name).start(() -> {
            stop();
            stopped.run();
        });
    }

    @Override
    public final boolean isRunning() {
        return running;
    }

    private void run() {
        try {
            var floor = Floor.under(name);
            while (running) {
                var pause = workOnce();
                if (running && stopping.tryAcquire(pause.toMillis(), TimeUnit.MILLISECONDS)) {
                    break;
                }
                floor.round(false);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            ended();
        }
    }

    private Duration workOnce() throws InterruptedException {
        try {
            var pause = work();
            if (!told.isEmpty()) {
                LOG.info("{} works again, after {} failures", name, failures);
                told.clear();
            }
            failures = 0;
            return pause;
        } catch (RuntimeException e) {
            failures++;
            if (running) {
                tell(e);
            }
            return rest();
        }
    }

    private void tell(RuntimeException failure) {
        if (isAway.test(failure) || !told.add(failure.getClass())) {
            LOG.debug("{} failed", name, failure);
        } else if (failure instanceof Unavailable) {
            LOG.warn("{} waits and tries again: {}", name, failure.getMessage());
        } else {
            LOG.error("{} failed; it is tried again", name, failure);
        }
    }

    // Doubles with every failure.
    private Duration rest() {
        var doubled = SHORTEST_REST.multipliedBy(1L << Math.min(failures - 1, 10));
        return doubled.compareTo(LONGEST_REST) < 0 ? doubled : LONGEST_REST;
    }
}
