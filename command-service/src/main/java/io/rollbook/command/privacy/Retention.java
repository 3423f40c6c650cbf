package io.rollbook.command.privacy;

import io.rollbook.api.error.Rejection;
import io.rollbook.api.user.ErasureReason;
import io.rollbook.api.user.UserId;
import io.rollbook.command.bus.Actor;
import io.rollbook.command.bus.IfMatch;
import io.rollbook.command.store.ClusterLock;
import io.rollbook.command.store.StoreOutage;
import io.rollbook.web.platform.RecurringWork;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.stereotype.Component;

/**
 * Erases users some time after their deletion. One instance looks at a time; a user who cannot be erased now does not hold
 * up the others and is tried again the next time.
 */
@Component
@ConditionalOnProperty(name = "rollbook.retention.deleted-users")
@EnableConfigurationProperties(RetentionSettings.class)
class Retention extends RecurringWork {

    private static final Logger LOG = LoggerFactory.getLogger(Retention.class);
    private static final String NAME = "retention";
    private static final ErasureReason REASON = new ErasureReason("kept for the time of retention");
    private static final int AT_ONCE = 500;

    private final DeletedUsers users;
    private final Eraser eraser;
    private final ClusterLock clusterLock;
    private final Duration kept;
    private final Duration lookEvery;

    Retention(DeletedUsers users, Eraser eraser, ClusterLock clusterLock, RetentionSettings settings) {
        super(NAME, StoreOutage::isOne);
        this.users = users;
        this.eraser = eraser;
        this.clusterLock = clusterLock;
        this.kept = Objects.requireNonNull(settings.deletedUsers());
        this.lookEvery = settings.lookEvery();
    }

    @Override
    protected Duration work() {
        clusterLock.runExclusively(NAME, this::eraseAllDue);
        return lookEvery;
    }

    private void eraseAllDue() {
        var end = Instant.now().minus(kept);
        var erased = 0;
        for (var due = users.until(end, 0, AT_ONCE); !due.isEmpty(); due = next(end, due)) {
            for (var deleted : due) {
                if (!isRunning()) {
                    return;
                }
                erased += erase(deleted.user()) ? 1 : 0;
            }
        }
        if (erased > 0) {
            LOG.info("erased {} users who were deleted {} ago or earlier", erased, kept);
        }
    }

    private List<DeletedUsers.Deleted> next(Instant end, List<DeletedUsers.Deleted> before) {
        return users.until(end, before.getLast().index(), AT_ONCE);
    }

    private boolean erase(UserId user) {
        try {
            return eraser.erase(user, REASON, false, Actor.SYSTEM, IfMatch.ANY).changed();
        } catch (Rejection rejection) {
            LOG.warn("{} cannot be erased now: {}", user, rejection.getMessage());
            return false;
        }
    }
}
