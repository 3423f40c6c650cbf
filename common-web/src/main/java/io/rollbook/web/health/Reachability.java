package io.rollbook.web.health;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Whether a server that this process needs can be reached. It is really asked at most once a second, by one thread at a
 * time, however often and by whomever readiness is: that endpoint is open to everybody. And every caller has an answer
 * within a second, because supervisors take a late one for a no.
 */
public final class Reachability {

    private static final Logger LOG = LoggerFactory.getLogger(Reachability.class);
    private static final Duration GOOD_FOR = Duration.ofSeconds(1);
    private static final Duration PATIENCE = Duration.ofMillis(700);
    private static final Duration TRUSTED_FOR = Duration.ofSeconds(5);

    private final String name;
    private final Contact contact;
    private final Duration patience;
    private volatile @Nullable Answer last;
    private @Nullable CompletableFuture<Boolean> asking;

    /** Gets in touch with the server; whatever it throws means that it cannot be reached. */
    @FunctionalInterface
    public interface Contact {
        void attempt() throws Exception;
    }

    private record Answer(boolean reached, long nanos) {

        boolean isYoungerThan(Duration age) {
            return System.nanoTime() - nanos < age.toNanos();
        }
    }

    /**
     * The reachability of one server.
     *
     * @param name what it is called in sentences for operators, for example {@code PostgreSQL}
     * @param contact must give up by itself within a few seconds
     */
    public Reachability(String name, Contact contact) {
        this(name, contact, PATIENCE);
    }

    Reachability(String name, Contact contact, Duration patience) {
        this.name = name;
        this.contact = contact;
        this.patience = patience;
    }

    /** What is missing, in one sentence without addresses or secrets; empty when the server can be reached. */
    public Optional<String> missing() {
        return reached() ? Optional.empty() : Optional.of(name + " cannot be reached");
    }

    private boolean reached() {
        var known = last;
        if (known != null && known.isYoungerThan(GOOD_FOR)) {
            return known.reached();
        }
        try {
            return ask().get(patience.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            // One that was there a moment ago may only be slow.
            return known != null && known.reached() && known.isYoungerThan(TRUSTED_FOR);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        } catch (ExecutionException e) {
            throw new IllegalStateException(e);
        }
    }

    private synchronized CompletableFuture<Boolean> ask() {
        if (asking == null || asking.isDone()) {
            var answer = new CompletableFuture<Boolean>();
            asking = answer;
            Thread.ofPlatform().daemon().name("reach-" + name).start(() -> answer.complete(attempt()));
        }
        return asking;
    }

    private boolean attempt() {
        // A client that is made now outlives the request that asked for it, and so must not hold on to its web server.
        Thread.currentThread().setContextClassLoader(Reachability.class.getClassLoader());
        var reached = false;
        try {
            contact.attempt();
            reached = true;
        } catch (Exception e) {
            LOG.debug("{} cannot be reached", name, e);
        }
        last = new Answer(reached, System.nanoTime());
        return reached;
    }
}
