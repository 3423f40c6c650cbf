package io.rollbook.web.platform;

import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;

/**
 * Work that is done again and again, with pauses, on a thread of its own, so that nothing else that recurs holds it up.
 * Stopping ends a pause at once and waits a few seconds for work under way, then interrupts it.
 */
public abstract class RecurringWork implements SmartLifecycle {

    private static final Logger LOG = LoggerFactory.getLogger(RecurringWork.class);
    private static final Duration PATIENCE = Duration.ofSeconds(3);
    private static final Duration AFTER_A_FAULT = Duration.ofSeconds(10);

    private final String name;
    private final Semaphore stopping = new Semaphore(0);
    private volatile boolean running;
    private Thread thread = new Thread();

    /**
     * Work that has not begun.
     *
     * @param name what its thread is called
     */
    protected RecurringWork(String name) {
        this.name = name;
    }

    /**
     * Does the work once. What it throws is reported as a fault, and it is done again; what is to be expected it catches.
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
            return work();
        } catch (RuntimeException e) {
            if (running) {
                LOG.error("{} failed; it is tried again", name, e);
            }
            return AFTER_A_FAULT;
        }
    }
}
