package io.rollbook.command.platform;

import io.rollbook.command.store.OneInstance;
import io.rollbook.web.platform.Floor;
import io.rollbook.web.platform.StartRefused;
import java.time.Duration;
import java.util.List;
import org.axonframework.spring.config.SpringAxonConfiguration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;
import org.springframework.stereotype.Component;

/**
 * Lets every {@link Provision} act once Axon has started and before the web server does. Instances that start at once do so
 * one after the other: the first makes what is missing, and the next sees it.
 */
@Component
class Provisioning implements SmartLifecycle {

    /** What the work is called among instances. */
    static final String NAME = "provisioning";

    private static final Logger LOG = LoggerFactory.getLogger(Provisioning.class);
    private static final Duration PATIENCE = Duration.ofMinutes(1);
    private static final Duration LOOK_EVERY = Duration.ofMillis(50);

    private final List<Provision> provisions;
    private final OneInstance oneInstance;
    private volatile boolean running;

    Provisioning(List<Provision> provisions, OneInstance oneInstance) {
        this.provisions = provisions;
        this.oneInstance = oneInstance;
    }

    @Override
    public void start() {
        running = true;
        var begun = System.nanoTime();
        var floor = Floor.under(NAME);
        while (!oneInstance.does(NAME, this::provide)) {
            if (System.nanoTime() - begun >= PATIENCE.toNanos()) {
                LOG.warn("another instance has been starting for a minute; not waiting for it any longer");
                provide();
                return;
            }
            pause(floor);
        }
    }

    private static void pause(Floor floor) {
        try {
            Thread.sleep(LOOK_EVERY);
            floor.round(false);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new StartRefused("it was told to end while another instance was starting");
        }
    }

    private void provide() {
        provisions.forEach(Provision::provide);
    }

    @Override
    public void stop() {
        running = false;
    }

    @Override
    public boolean isRunning() {
        return running;
    }

    /** After Axon has subscribed the command handlers, before the web server takes requests. */
    @Override
    public int getPhase() {
        return SpringAxonConfiguration.LIFECYCLE_PHASE + 512;
    }
}
