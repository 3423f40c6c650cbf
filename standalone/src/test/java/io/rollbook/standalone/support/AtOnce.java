package io.rollbook.standalone.support;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;

/** Many requests at the same moment. */
public final class AtOnce {

    private AtOnce() {}

    /** Sends them all, each from a thread of its own, and returns the answers in the order of the requests. */
    public static List<Answer> send(List<Callable<Answer>> requests) {
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var answers = new ArrayList<Answer>();
            for (var pending : threads.invokeAll(requests)) {
                answers.add(pending.get());
            }
            return answers;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        } catch (ExecutionException e) {
            throw new AssertionError("no answer", e);
        }
    }
}
