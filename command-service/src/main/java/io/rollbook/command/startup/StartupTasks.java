package io.rollbook.command.startup;

import io.rollbook.command.store.ClusterLock;
import io.rollbook.command.store.StoreOutage;
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
 * Lets every {@link StartupTask} act once Axon has started and before the web server does. Instances that start at once do so
 * one after the other: the first makes what is missing, and the next sees it.
 */
@Component
public class StartupTasks implements SmartLifecycle {

    /** What the work is called among instances. */
    static final String NAME = "provisioning";

    private static final Logger LOG = LoggerFactory.getLogger(StartupTasks.class);
    private static final Duration PATIENCE = Duration.ofMinutes(1);
    private static final Duration AGAIN_AFTER = Duration.ofSeconds(1);
    private static final Duration LOOK_EVERY = Duration.ofMillis(50);

    private final List<StartupTask> tasks;
    private final ClusterLock clusterLock;
    private volatile boolean running;

    StartupTasks(List<StartupTask> tasks, ClusterLock clusterLock) {
        this.tasks = tasks;
        this.clusterLock = clusterLock;
    }

    @Override
    public void start() {
        running = true;
        var told = false;
        var floor = Floor.under(NAME);
        while (!isComplete(told)) {
            told = true;
            pause(AGAIN_AFTER, floor);
        }
    }

    private boolean isComplete(boolean told) {
        try {
            complete();
            return true;
        } catch (RuntimeException e) {
            if (!StoreOutage.isOne(e)) {
                throw e;
            }
            if (!told) {
                LOG.warn("the start is waiting for PostgreSQL; {}: {}", StoreOutage.sentence(e), StoreOutage.reason(e));
            }
            return false;
        }
    }

    /** Makes what is missing, here or on the instance that is at it already; returns when it is there. */
    public void complete() {
        var begun = System.nanoTime();
        var floor = Floor.under(NAME);
        while (!clusterLock.runExclusively(NAME, this::runAll)) {
            if (System.nanoTime() - begun >= PATIENCE.toNanos()) {
                LOG.warn("another instance has been starting for a minute; not waiting for it any longer");
                runAll();
                return;
            }
            pause(LOOK_EVERY, floor);
        }
    }

    private static void pause(Duration pause, Floor floor) {
        try {
            Thread.sleep(pause);
            floor.round(false);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new StartRefused("it was told to end while it waited for another instance or for PostgreSQL");
        }
    }

    private void runAll() {
        tasks.forEach(StartupTask::run);
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
