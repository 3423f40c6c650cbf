package io.rollbook.command.startup;

import io.rollbook.command.store.ProvenConnections;
import io.rollbook.command.store.StoreFollowers;
import io.rollbook.command.store.StoreIdentity;
import io.rollbook.command.store.StoreOutage;
import io.rollbook.web.platform.RecurringWork;
import io.rollbook.web.platform.StartRefused;
import java.time.Duration;
import java.util.List;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/**
 * Opens the store again when another one has come in its place, as the start does: what uses the old one ends, every
 * {@link Prerequisite} is met anew, so that erasures are applied, what is missing is provided, and only then requests are served.
 */
@Component
class StoreReopening extends RecurringWork {

    private static final Logger LOG = LoggerFactory.getLogger(StoreReopening.class);
    private static final Duration LOOK_EVERY = Duration.ofSeconds(1);
    // Longer than any transaction or statement lives (see command-side.properties).
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private final StoreIdentity store;
    private final ProvenConnections connections;
    private final StoreFollowers followers;
    private final List<Prerequisite> needs;
    private final StartupTasks tasks;
    private boolean lost;
    private @Nullable String waitingFor;

    StoreReopening(
            StoreIdentity store,
            DataSource connections,
            StoreFollowers followers,
            List<Prerequisite> needs,
            StartupTasks tasks) {
        super("store-reopening", StoreOutage::isOne);
        this.store = store;
        this.connections = (ProvenConnections) connections;
        this.followers = followers;
        this.needs = needs;
        this.tasks = tasks;
    }

    @Override
    protected Duration work() throws InterruptedException {
        if (store.awaitLoss(LOOK_EVERY)) {
            lost = true;
        }
        if (lost && reopen()) {
            lost = false;
        }
        return Duration.ZERO;
    }

    private boolean reopen() {
        followers.stop();
        connections.evict();
        if (!connections.awaitIdle(PATIENCE)) {
            LOG.warn("something still uses connections to the store that was lost; they end with their transactions");
        }
        store.reserve();
        for (var need : needs) {
            if (!isMet(need)) {
                return false;
            }
            // Those that were made before it was known where they should lead.
            connections.evict();
        }
        store.open();
        followers.startAnew();
        tasks.complete();
        if (!store.serve()) {
            return false;
        }
        LOG.warn(
                "the event store was looked at: everything is read from it anew, and requests are served again. If events"
                        + " are no more, Kafka and the read models still have them: see docs/backup.md");
        return true;
    }

    private boolean isMet(Prerequisite need) {
        try {
            need.meet();
            waitingFor = null;
            return true;
        } catch (Prerequisite.Away away) {
            tell(need, String.valueOf(away.getMessage()));
        } catch (StartRefused refused) {
            tell(need, String.valueOf(refused.getMessage()));
        }
        return false;
    }

    private void tell(Prerequisite need, String reason) {
        if (!need.name().equals(waitingFor)) {
            LOG.warn("requests are served again once {} is there: {}", need.name(), reason);
            waitingFor = need.name();
        }
    }
}
