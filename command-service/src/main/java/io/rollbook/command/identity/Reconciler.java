package io.rollbook.command.identity;

import io.rollbook.command.store.ClusterLock;
import io.rollbook.command.store.StoreOutage;
import io.rollbook.web.platform.RecurringWork;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/**
 * Finds, at the start and every now and then, what a crash between an account and its user's event left behind. Accounts
 * of ours without a user are removed, so that the email can register again; sessions that the provider has revoked end here too; every other
 * difference is reported. It looks
 * again as soon as the youngest of those is old enough. One instance does it at a time.
 */
@Component
class Reconciler extends RecurringWork {

    private static final Logger LOG = LoggerFactory.getLogger(Reconciler.class);
    private static final String NAME = "account-reconciler";
    private static final Duration SHORTEST_PAUSE = Duration.ofSeconds(1);

    private final DriftCheck check;
    private final ProviderRevocations revocations;
    private final StrayAccounts strays;
    private final EnrolmentsUnderWay enrolments;
    private final ClusterLock clusterLock;
    private final Duration interval;
    private Duration next = Duration.ZERO;

    Reconciler(
            DriftCheck check,
            ProviderRevocations revocations,
            StrayAccounts strays,
            EnrolmentsUnderWay enrolments,
            ClusterLock clusterLock,
            AccountSettings settings) {
        super(NAME, StoreOutage::isOne);
        this.check = check;
        this.revocations = revocations;
        this.strays = strays;
        this.enrolments = enrolments;
        this.clusterLock = clusterLock;
        this.interval = settings.reconcileEvery();
    }

    @Override
    protected Duration work() {
        next = interval;
        clusterLock.runExclusively(NAME, this::reconcile);
        return next;
    }

    private void reconcile() {
        var drift = check.look();
        drift.revoked().forEach(revocations::end);
        var removed = 0;
        var foreign = 0;
        for (var stray : drift.strays()) {
            if (!strays.isOurs(stray)) {
                foreign++;
            } else if (strays.removeLeftBehind(stray)) {
                removed++;
            } else {
                lookAgainAfter(strays.untilGraceEnds(stray));
            }
        }
        enrolments.forgetSettled();
        if (removed > 0) {
            LOG.info("removed {} accounts that no user has", removed);
        }
        if (foreign > 0) {
            LOG.warn("{} accounts have no user and were not made here; see /api/admin/identity/drift", foreign);
        }
        if (!drift.allUsersAgree()) {
            LOG.warn(
                    "accounts and users differ: {} users without an account, {} with another disabled flag, {} with another"
                            + " email; see /api/admin/identity/drift",
                    drift.missing().size(),
                    drift.disabled().size(),
                    drift.email().size());
        }
    }

    private void lookAgainAfter(Duration pause) {
        var bounded = pause.compareTo(SHORTEST_PAUSE) < 0 ? SHORTEST_PAUSE : pause;
        if (bounded.compareTo(next) < 0) {
            next = bounded;
        }
    }
}
