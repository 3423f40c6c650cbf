package io.rollbook.command.identity;

import io.rollbook.api.error.InvalidInput;
import io.rollbook.api.error.Rejection;
import io.rollbook.api.user.UserReason;
import io.rollbook.web.envelope.Unavailable;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/**
 * Opens an account for a person who is being added: the account first, then whatever puts them on the roll. When that is
 * refused the account goes again. When it is unknown what came of it, or this process dies in between, the {@link
 * Reconciler} finds out.
 */
@Component
public class AccountOpening {

    private static final Logger LOG = LoggerFactory.getLogger(AccountOpening.class);

    private final IdentityProvider identity;
    private final StrayAccounts strays;
    private final EnrolmentsUnderWay enrolments;

    AccountOpening(IdentityProvider identity, StrayAccounts strays, EnrolmentsUnderWay enrolments) {
        this.identity = identity;
        this.strays = strays;
        this.enrolments = enrolments;
    }

    /**
     * Makes the account and then what it is for.
     *
     * @param addition puts the person on the roll
     * @throws Rejection with {@link UserReason#EMAIL_TAKEN} when another account has the email for good reason
     */
    public <T> T open(NewAccount account, Supplier<T> addition) {
        enrolments.begin(account.uid());
        try {
            create(account);
            var added = addOrRemove(account, addition);
            if (!enrolments.end(account.uid())) {
                // This process stood still for so long that another took the account for one left behind.
                identity.create(account);
            }
            return added;
        } catch (RuntimeException e) {
            enrolments.abandon(account.uid());
            throw e;
        }
    }

    private void create(NewAccount account) {
        try {
            identity.create(account);
        } catch (Rejection taken) {
            if (taken.reason() != UserReason.EMAIL_TAKEN || !strays.release(account.email())) {
                enrolments.end(account.uid());
                throw taken;
            }
            identity.create(account);
        }
    }

    private <T> T addOrRemove(NewAccount account, Supplier<T> addition) {
        try {
            return addition.get();
        } catch (Rejection | InvalidInput refused) {
            try {
                identity.remove(account.uid());
                enrolments.end(account.uid());
            } catch (Unavailable away) {
                LOG.warn(
                        "account {} is left behind until the next reconciliation: {}",
                        account.uid(),
                        away.getMessage());
            }
            throw refused;
        }
    }
}
