package io.rollbook.command.identity;

import io.rollbook.api.error.Rejection;
import io.rollbook.api.user.EmailAddress;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.stereotype.Component;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Accounts that nobody on the roll has: left behind by a crash between account and event, or by a user who was deleted
 * while the provider was away.
 */
@Component
@EnableConfigurationProperties(AccountSettings.class)
class StrayAccounts {

    private final IdentityProvider identity;
    private final AccountOwners owners;
    private final ObjectProvider<KnownUsers> users;
    private final EnrolmentsUnderWay enrolments;
    private final TransactionTemplate transaction;
    private final Duration grace;

    StrayAccounts(
            IdentityProvider identity,
            AccountOwners owners,
            ObjectProvider<KnownUsers> users,
            EnrolmentsUnderWay enrolments,
            PlatformTransactionManager transactions,
            AccountSettings settings) {
        this.identity = identity;
        this.owners = owners;
        this.users = users;
        this.enrolments = enrolments;
        this.transaction = new TransactionTemplate(transactions);
        this.grace = settings.grace();
    }

    /**
     * Removes the account if it is certain that it was one of ours and has been left behind. One that somebody else made,
     * for whatever use, stays.
     *
     * @return whether it was
     */
    boolean removeLeftBehind(Account account) {
        return isOurs(account) && remove(account);
    }

    /** Whether the account was made for a user. */
    boolean isOurs(Account account) {
        return owners.of(account.uid()).isPresent() || enrolments.madeHere(account.uid());
    }

    /**
     * Removes the account unless a user has it, or may be just being added.
     *
     * @return whether it did
     */
    boolean remove(Account account) {
        if (enrolments.contains(account.uid())) {
            return false;
        }
        return Boolean.TRUE.equals(transaction.execute(running -> removeUnlessOwned(account)));
    }

    private boolean removeUnlessOwned(Account account) {
        enrolments.decide(List.of(account.uid()));
        // Asked anew, and after the account was seen: a user added meanwhile keeps theirs.
        var owner = owners.of(account.uid());
        if (owner.isPresent() && !owner.get().deleted()) {
            return false;
        }
        if (owner.isEmpty() && untilGraceEnds(account).isPositive()) {
            return false;
        }
        identity.remove(account.uid());
        enrolments.end(Set.of(account.uid()));
        return true;
    }

    /** How long the account may still belong to somebody who is just being added. */
    Duration untilGraceEnds(Account account) {
        return Duration.between(Instant.now(), account.created().plus(grace));
    }

    /**
     * Frees an email that the roll has free and the provider has not: of an account left behind, or of one that has yet
     * to follow its user.
     *
     * @return whether it is free now
     * @throws Rejection when the account cannot give it up
     */
    boolean release(EmailAddress email) {
        return identity.findByEmail(email).map(this::release).orElse(true);
    }

    private boolean release(Account account) {
        var owner = owners.of(account.uid()).filter(found -> !found.deleted());
        if (owner.isEmpty()) {
            return removeLeftBehind(account);
        }
        if (Objects.equals(owner.get().emailIndex(), account.emailIndex())) {
            return false;
        }
        users.getObject()
                .settle(owner.get().id(), user -> identity.changeEmail(account.uid(), new EmailAddress(user.email())));
        return true;
    }
}
