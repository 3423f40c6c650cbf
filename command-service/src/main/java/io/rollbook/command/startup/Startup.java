package io.rollbook.command.startup;

import io.rollbook.web.platform.Floor;
import io.rollbook.web.platform.StartRefused;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.availability.AvailabilityChangeEvent;
import org.springframework.boot.availability.LivenessState;
import org.springframework.boot.availability.ReadinessState;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.Lifecycle;
import org.springframework.context.SmartLifecycle;
import org.springframework.stereotype.Component;

/**
 * Meets every {@link Prerequisite} before anything else of the write side starts. When one is away it says so, opens the HTTP
 * port early, so that callers get an answer and the process is seen to be alive, and waits for as long as it takes. What
 * was started early the framework finds running and leaves alone.
 */
@Component
class Startup implements SmartLifecycle {

    private static final Logger LOG = LoggerFactory.getLogger(Startup.class);
    private static final Duration PAUSE = Duration.ofSeconds(1);

    // The framework's own names of what listens for requests and of what starts the management port, where it is
    // another.
    private static final List<String> PORTS = List.of("webServerStartStop", "childManagementContextInitializer");

    private final Deque<Prerequisite> unmet;
    private final ConfigurableApplicationContext context;
    private volatile boolean running;
    private volatile boolean open;
    private volatile @Nullable String waitingFor;

    Startup(List<Prerequisite> needs, ConfigurableApplicationContext context) {
        this.unmet = new ArrayDeque<>(needs);
        this.context = context;
    }

    /** Whether everything that requests need has started, so that they may be served. */
    boolean isOpen() {
        return open;
    }

    /** From now on requests are served. */
    void open() {
        open = true;
    }

    /** The name of the server that is waited for. */
    Optional<String> waitingFor() {
        return Optional.ofNullable(waitingFor);
    }

    @Override
    public void start() {
        running = true;
        if (!meetAll()) {
            openPorts();
            awaitAll();
        }
    }

    @Override
    public void stop() {
        running = false;
    }

    @Override
    public boolean isRunning() {
        return running;
    }

    /** Before everything else. */
    @Override
    public int getPhase() {
        return Integer.MIN_VALUE;
    }

    private boolean meetAll() {
        while (!unmet.isEmpty()) {
            var need = unmet.getFirst();
            try {
                need.meet();
            } catch (Prerequisite.Away away) {
                if (!need.name().equals(waitingFor)) {
                    LOG.warn("the start is waiting for {}: {}", need.name(), away.getMessage());
                }
                waitingFor = need.name();
                return false;
            }
            unmet.removeFirst();
            if (need.name().equals(waitingFor)) {
                LOG.info("{} is there; the start goes on", need.name());
                waitingFor = null;
            }
        }
        return true;
    }

    private void openPorts() {
        AvailabilityChangeEvent.publish(context, LivenessState.CORRECT);
        AvailabilityChangeEvent.publish(context, ReadinessState.REFUSING_TRAFFIC);
        var beans = context.getBeanFactory();
        PORTS.stream()
                .filter(beans::containsBean)
                .map(port -> beans.getBean(port, Lifecycle.class))
                .forEach(Lifecycle::start);
    }

    // On a thread of its own: the framework interrupts the one that starts it, if that does nothing but wait, when the
    // process is to end.
    private void awaitAll() {
        var met = new CompletableFuture<@Nullable Void>();
        var waiting = Thread.ofPlatform().daemon().name("opening").start(() -> tryUntil(met));
        try {
            met.get();
        } catch (InterruptedException e) {
            waiting.interrupt();
            Thread.currentThread().interrupt();
            throw new StartRefused("it was told to end while it waited for " + waitingFor);
        } catch (ExecutionException e) {
            throw e.getCause() instanceof RuntimeException fault ? fault : new IllegalStateException(e);
        }
    }

    private void tryUntil(CompletableFuture<@Nullable Void> met) {
        var floor = Floor.under("opening");
        try {
            do {
                Thread.sleep(PAUSE);
                floor.round(false);
            } while (!meetAll());
            met.complete(null);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (RuntimeException e) {
            met.completeExceptionally(e);
        }
    }
}
