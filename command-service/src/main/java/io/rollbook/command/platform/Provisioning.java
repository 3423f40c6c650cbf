package io.rollbook.command.platform;

import java.util.List;
import org.axonframework.spring.config.SpringAxonConfiguration;
import org.springframework.context.SmartLifecycle;
import org.springframework.stereotype.Component;

/** Lets every {@link Provision} act once Axon has started and before the web server does. */
@Component
class Provisioning implements SmartLifecycle {

    private final List<Provision> provisions;
    private volatile boolean running;

    Provisioning(List<Provision> provisions) {
        this.provisions = provisions;
    }

    @Override
    public void start() {
        running = true;
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
