package io.rollbook.command.startup;

import org.springframework.boot.web.server.context.WebServerApplicationContext;
import org.springframework.context.SmartLifecycle;
import org.springframework.stereotype.Component;

/**
 * Opens the gate after everything that requests need has started, and before the HTTP port opens. Among several instances
 * a port that is open gets its share of the requests at once; none of them shall be turned away by a start that is as
 * good as over.
 */
@Component
class GateOpening implements SmartLifecycle {

    private final Startup opening;
    private volatile boolean running;

    GateOpening(Startup opening) {
        this.opening = opening;
    }

    @Override
    public void start() {
        opening.open();
        running = true;
    }

    @Override
    public void stop() {
        running = false;
    }

    @Override
    public boolean isRunning() {
        return running;
    }

    @Override
    public int getPhase() {
        return WebServerApplicationContext.START_STOP_LIFECYCLE_PHASE - 1;
    }
}
