package io.rollbook.benchmarks;

import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;

/** What threads that measure have come to. */
final class Futures {

    private Futures() {}

    /**
     * Waits for it.
     *
     * @throws IllegalStateException when it failed, or this thread is interrupted
     */
    static <T> T join(Future<T> future) {
        try {
            return future.get();
        } catch (ExecutionException e) {
            throw new IllegalStateException(e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        }
    }
}
