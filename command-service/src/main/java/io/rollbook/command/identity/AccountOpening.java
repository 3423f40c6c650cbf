package io.rollbook.command.identity;

import io.rollbook.api.error.InvalidInput;
import io.rollbook.api.error.Rejection;
import io.rollbook.api.user.UserReason;
import io.rollbook.web.envelope.Unavailable;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
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
        var uid = Set.of(account.uid());
        enrolments.begin(uid);
        try {
            create(account);
            var added = addOrRemove(account, addition);
            end(Map.of(account.uid(), account));
            return added;
        } catch (RuntimeException e) {
            enrolments.abandon(uid);
            throw e;
        }
    }

    /**
     * Makes many accounts and then what they are for.
     *
     * @param addition puts on the roll who got an account, and says who is on it then; it is given and answers the identifiers
     *     of accounts. The other accounts go again
     */
    public void openAll(List<NewAccount> accounts, UnaryOperator<Set<String>> addition) {
        var byUid = accounts.stream().collect(Collectors.toMap(NewAccount::uid, Function.identity()));
        enrolments.begin(byUid.keySet());
        try {
            var opened = new HashSet<>(identity.createAll(accounts));
            accounts.stream()
                    .filter(account -> !opened.contains(account.uid()) && createAfterAll(account))
                    .forEach(account -> opened.add(account.uid()));
            var added = addition.apply(Set.copyOf(opened));
            opened.stream().filter(uid -> !added.contains(uid)).forEach(this::removeAgain);
            byUid.keySet().retainAll(added);
            end(byUid);
        } catch (RuntimeException e) {
            enrolments.abandon(byUid.keySet());
            throw e;
        }
    }

    private boolean createAfterAll(NewAccount account) {
        try {
            create(account);
            return true;
        } catch (Rejection taken) {
            return false;
        }
    }

    private void end(Map<String, NewAccount> added) {
        // This process stood still for so long that another took the account for one left behind.
        enrolments.end(added.keySet()).forEach(uid -> identity.create(Objects.requireNonNull(added.get(uid))));
    }

    private void create(NewAccount account) {
        try {
            identity.create(account);
        } catch (Rejection taken) {
            if (taken.reason() != UserReason.EMAIL_TAKEN || !strays.release(account.email())) {
                enrolments.end(Set.of(account.uid()));
                throw taken;
            }
            identity.create(account);
        }
    }

    private <T> T addOrRemove(NewAccount account, Supplier<T> addition) {
        try {
            return addition.get();
        } catch (Rejection | InvalidInput refused) {
            removeAgain(account.uid());
            throw refused;
        }
    }

    private void removeAgain(String uid) {
        try {
            identity.remove(uid);
            enrolments.end(Set.of(uid));
        } catch (Unavailable away) {
            LOG.warn("account {} is left behind until the next reconciliation: {}", uid, away.getMessage());
        }
    }
}
