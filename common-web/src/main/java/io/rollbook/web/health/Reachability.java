package io.rollbook.web.health;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Whether a server that this process needs can be reached. It is really asked at most once a second, by one thread at a
 * time, however often and by whomever readiness is: that endpoint is open to everybody.
 */
public final class Reachability {

    private static final Logger LOG = LoggerFactory.getLogger(Reachability.class);
    private static final long GOOD_FOR_NANOS = Duration.ofSeconds(1).toNanos();

    private final String name;
    private final Contact contact;
    private final ReentrantLock asking = new ReentrantLock();
    private volatile @Nullable Answer last;

    /** Gets in touch with the server; whatever it throws means that it cannot be reached. */
    @FunctionalInterface
    public interface Contact {
        void attempt() throws Exception;
    }

    private record Answer(boolean reached, long nanos) {}

    /**
     * The reachability of one server.
     *
     * @param name what it is called in sentences for operators, for example {@code PostgreSQL}
     * @param contact must give up by itself within a few seconds
     */
    public Reachability(String name, Contact contact) {
        this.name = name;
        this.contact = contact;
    }

    /** What is missing, in one sentence without addresses or secrets; empty when the server can be reached. */
    public Optional<String> missing() {
        return reached() ? Optional.empty() : Optional.of(name + " cannot be reached");
    }

    private boolean reached() {
        var known = last;
        if (known != null && System.nanoTime() - known.nanos() < GOOD_FOR_NANOS) {
            return known.reached();
        }
        // Whoever comes while somebody asks gets the last answer; the very first ones wait for it.
        if (known == null) {
            asking.lock();
        } else if (!asking.tryLock()) {
            return known.reached();
        }
        try {
            var reached = ask();
            last = new Answer(reached, System.nanoTime());
            return reached;
        } finally {
            asking.unlock();
        }
    }

    private boolean ask() {
        var thread = Thread.currentThread();
        var loader = thread.getContextClassLoader();
        // A client that is made now outlives the request that asked for it, and so must not hold on to its web server.
        thread.setContextClassLoader(Reachability.class.getClassLoader());
        try {
            contact.attempt();
            return true;
        } catch (InterruptedException e) {
            thread.interrupt();
            return false;
        } catch (Exception e) {
            LOG.debug("{} cannot be reached", name, e);
            return false;
        } finally {
            thread.setContextClassLoader(loader);
        }
    }
}
