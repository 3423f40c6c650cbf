package io.rollbook.command;

import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;

/** Does several things at the same moment and tells what came of each. */
public final class AtOnce {

    private AtOnce() {}

    /**
     * What came of one of them: either is {@code null}.
     *
     * @param result what it returned
     * @param failure what it threw
     */
    public record Outcome(@Nullable Object result, @Nullable Throwable failure) {

        public boolean succeeded() {
            return failure == null;
        }
    }

    /** The outcomes in the order of the actions. */
    public static List<Outcome> run(List<? extends Callable<?>> actions) {
        var start = new CyclicBarrier(actions.size());
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            return actions.stream()
                    .map(action -> threads.submit(() -> {
                        start.await();
                        return (Object) action.call();
                    }))
                    .toList()
                    .stream()
                    .map(AtOnce::outcome)
                    .toList();
        }
    }

    private static Outcome outcome(Future<?> action) {
        try {
            return new Outcome(action.get(), null);
        } catch (ExecutionException e) {
            return new Outcome(null, e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }
}
