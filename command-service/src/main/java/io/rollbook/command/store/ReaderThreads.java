package io.rollbook.command.store;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ThreadFactory;

/**
 * The threads that read the store for its followers. They are waited for at the end: a connection that is closed while
 * one of them reads would be reported as a fault.
 */
final class ReaderThreads implements ThreadFactory {

    private static final Duration PATIENCE = Duration.ofSeconds(2);

    private final List<Thread> started = new CopyOnWriteArrayList<>();

    @Override
    public Thread newThread(Runnable task) {
        var thread = Thread.ofPlatform().daemon().name("event-store-reader").unstarted(task);
        started.add(thread);
        return thread;
    }

    /** Waits until those that were told to end have, for two seconds each at most. */
    void await() {
        try {
            for (var thread : started) {
                if (thread.isAlive()) {
                    thread.join(PATIENCE);
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
