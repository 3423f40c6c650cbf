package io.rollbook.command.privacy;

import io.rollbook.api.error.Rejection;
import io.rollbook.api.user.ErasureReason;
import io.rollbook.api.user.UserErased;
import io.rollbook.command.bus.Actor;
import io.rollbook.command.bus.IfMatch;
import io.rollbook.command.startup.StartupTask;
import java.util.concurrent.Executors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.core.annotation.Order;
import org.springframework.stereotype.Component;

/**
 * Lets the history say of everybody with a certificate that they are erased, before anything is served. It does not where
 * it comes from a backup of before; their key is destroyed by then.
 */
@Component
@Order(3)
class WhenErasureRestoredThenUserErased implements StartupTask {

    private static final Logger LOG = LoggerFactory.getLogger(WhenErasureRestoredThenUserErased.class);

    private final Erasures erasures;
    private final Eraser eraser;

    WhenErasureRestoredThenUserErased(Erasures erasures, Eraser eraser) {
        this.erasures = erasures;
        this.eraser = eraser;
    }

    /** All at once, since each may wait a while for a read side that is starting, too. */
    @Override
    public void run() {
        try (var each = Executors.newVirtualThreadPerTaskExecutor()) {
            erasures.unfinished().forEach(certificate -> each.execute(() -> erase(certificate)));
        }
    }

    private void erase(UserErased certificate) {
        var user = certificate.id();
        try {
            eraser.erase(user, new ErasureReason(certificate.reason()), true, Actor.SYSTEM, IfMatch.ANY);
        } catch (Rejection rejection) {
            LOG.error(
                    "{} is certified to be erased and cannot be deleted: {}; all that was known of them is gone, and it is"
                            + " tried again at the next start",
                    user,
                    rejection.getMessage());
        }
    }
}
