package io.rollbook.command.identity;

import io.rollbook.api.error.InvalidInput;
import io.rollbook.api.error.Rejection;
import io.rollbook.api.user.UserReason;
import io.rollbook.command.store.ClusterLock;
import io.rollbook.command.store.StoreOutage;
import io.rollbook.web.envelope.Unavailable;
import io.rollbook.web.platform.RecurringWork;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.stereotype.Component;

/**
 * Makes the accounts at a remote provider follow their users. It tries again with growing pauses, then keeps what still
 * fails as a dead letter that it tries now and then; one user's failure does not hold up the others. One instance works at
 * a time, no faster than the provider takes it.
 */
@Component
@ConditionalOnProperty(name = "rollbook.identity", havingValue = "firebase")
@EnableConfigurationProperties(AccountSettings.class)
public class AccountFollower extends RecurringWork {

    private static final Logger LOG = LoggerFactory.getLogger(AccountFollower.class);
    private static final String NAME = "account-follower";
    private static final Duration LOOK_EVERY = Duration.ofSeconds(1);
    private static final int LONGEST_DOUBLING = 9;

    private final AccountChanges changes;
    private final RemoteAccounts accounts;
    private final AccountOwners owners;
    private final ObjectProvider<KnownUsers> users;
    private final ClusterLock clusterLock;
    private final AccountSettings settings;
    private final Duration pause;

    AccountFollower(
            AccountChanges changes,
            RemoteAccounts accounts,
            AccountOwners owners,
            ObjectProvider<KnownUsers> users,
            ClusterLock clusterLock,
            AccountSettings settings) {
        super(NAME, StoreOutage::isOne);
        this.changes = changes;
        this.accounts = accounts;
        this.owners = owners;
        this.users = users;
        this.clusterLock = clusterLock;
        this.settings = settings;
        this.pause = Duration.ofSeconds(1).dividedBy(settings.changesPerSecond());
    }

    /**
     * Lets the account with the email of that index follow now instead of soon.
     *
     * @return whether it had anything to follow and did
     */
    public boolean settle(String emailIndex) {
        return changes.takeOf(emailIndex).map(this::attempt).orElse(false);
    }

    @Override
    public int getPhase() {
        return 0;
    }

    @Override
    protected Duration work() throws InterruptedException {
        changes.await(LOOK_EVERY);
        clusterLock.runExclusively(NAME, this::followAllDue);
        return Duration.ZERO;
    }

    private void followAllDue() {
        var due = changes.takeDue();
        while (isRunning() && due.isPresent()) {
            attempt(due.get());
            pause();
            due = changes.takeDue();
        }
    }

    private boolean attempt(AccountChange change) {
        try {
            follow(change);
            changes.done(change);
            return true;
        } catch (Unavailable e) {
            fail(change, String.valueOf(e.getMessage()));
        } catch (NoSuchAccount e) {
            fail(change, "the account is not there");
        } catch (Rejection e) {
            fail(
                    change,
                    e.reason() == UserReason.EMAIL_TAKEN
                            ? "another account has the email"
                            : e.reason().sentence());
        } catch (InvalidInput e) {
            fail(change, "the provider refuses: " + e.getMessage());
        } catch (RuntimeException e) {
            if (StoreOutage.isOne(e)) {
                // No fault of this change, which is still there when the store is.
                throw e;
            }
            LOG.error("{} cannot follow {}", change.user(), change.event(), e);
            fail(change, e.getClass().getSimpleName());
        }
        return false;
    }

    private void follow(AccountChange change) {
        if (isGone(change)) {
            accounts.remove(change.uid());
            return;
        }
        users.getObject().settle(change.user(), user -> {
            if (isGone(change)) {
                accounts.remove(change.uid());
            } else {
                accounts.follow(change.uid(), user);
            }
        });
        if (change.revoke() && !isGone(change)) {
            pause();
            accounts.revoke(change.uid());
        }
    }

    private boolean isGone(AccountChange change) {
        return owners.of(change.uid()).filter(owner -> !owner.deleted()).isEmpty();
    }

    private void fail(AccountChange change, String reason) {
        var attempts = change.attempts() + 1;
        var dead = attempts >= settings.attempts();
        var retryAfter = dead
                ? settings.retryDeadEvery()
                : Duration.ofSeconds(1L << Math.min(change.attempts(), LONGEST_DOUBLING));
        changes.failed(change, reason, retryAfter, dead);
        if (dead && change.deadSince() == null) {
            LOG.error(
                    "the account of {} could not follow {} in {} attempts: {}; see /api/admin/identity/drift",
                    change.user(),
                    change.event(),
                    attempts,
                    reason);
        }
    }

    // Between any two calls. An interruption ends it early, and with it the run.
    private void pause() {
        LockSupport.parkNanos(pause.toNanos());
    }
}
