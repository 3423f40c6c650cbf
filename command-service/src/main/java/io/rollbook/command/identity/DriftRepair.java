package io.rollbook.command.identity;

import io.rollbook.api.error.InvalidInput;
import io.rollbook.api.error.Rejection;
import io.rollbook.api.user.EmailAddress;
import io.rollbook.api.user.PersonName;
import io.rollbook.web.envelope.Unavailable;
import java.util.List;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/**
 * Makes the accounts what the roll says. A user without an account gets one without a password: an admin sets one, or the
 * person asks the provider to.
 */
@Component
public class DriftRepair {

    private static final Logger LOG = LoggerFactory.getLogger(DriftRepair.class);

    private final DriftCheck check;
    private final IdentityProvider identity;
    private final StrayAccounts strays;
    private final KnownUsers users;
    private final AccountChanges changes;
    private final AccountOwners owners;
    private final ProviderRevocations revocations;

    DriftRepair(
            DriftCheck check,
            IdentityProvider identity,
            StrayAccounts strays,
            KnownUsers users,
            AccountChanges changes,
            AccountOwners owners,
            ProviderRevocations revocations) {
        this.check = check;
        this.identity = identity;
        this.strays = strays;
        this.users = users;
        this.changes = changes;
        this.owners = owners;
        this.revocations = revocations;
    }

    /**
     * What a repair did.
     *
     * @param mended how many differences are gone
     * @param failed how many could not be mended now; accounts too young to be left behind count as neither
     */
    public record Repaired(int mended, int failed) {}

    /**
     * Mends what differs and tries every failed change again.
     *
     * @throws Unavailable when the provider cannot be asked what there is
     */
    public Repaired repair() {
        var drift = check.look();
        drift.revoked().forEach(revocations::end);
        var mended = drift.revoked().size();
        for (var stray : drift.strays()) {
            mended += strays.remove(stray) ? 1 : 0;
        }
        var failed = mend(drift.email(), this::restoreEmail)
                + mend(drift.disabled(), this::restoreDisabled)
                + mend(drift.missing(), this::restoreAccount);
        var differences =
                drift.email().size() + drift.disabled().size() + drift.missing().size();
        changes.retryFailed();
        return new Repaired(mended + differences - failed, failed);
    }

    private int mend(List<Drift.Owned> differing, Consumer<Drift.Owned> mending) {
        var failed = 0;
        for (var owned : differing) {
            try {
                mending.accept(owned);
            } catch (Unavailable | Rejection | InvalidInput | NoSuchAccount e) {
                LOG.warn("the account of {} cannot be mended: {}", owned.user(), e.getMessage());
                failed++;
            }
        }
        return failed;
    }

    private void restoreEmail(Drift.Owned owned) {
        users.settle(owned.user(), user -> identity.changeEmail(owned.uid(), new EmailAddress(user.email())));
    }

    private void restoreDisabled(Drift.Owned owned) {
        users.settle(owned.user(), user -> identity.setDisabled(owned.uid(), user.disabled()));
    }

    private void restoreAccount(Drift.Owned owned) {
        var user = users.find(owned.user()).view();
        identity.create(new NewAccount(owned.uid(), new EmailAddress(user.email()), new PersonName(user.name()), null));
        if (owners.of(owned.uid()).filter(owner -> !owner.deleted()).isEmpty()) {
            // Deleted meanwhile, before there was an account to remove.
            identity.remove(owned.uid());
            return;
        }
        restoreEmail(owned);
        restoreDisabled(owned);
    }
}
