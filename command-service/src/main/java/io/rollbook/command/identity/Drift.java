package io.rollbook.command.identity;

import io.rollbook.api.user.UserId;
import java.util.ArrayList;
import java.util.List;

/**
 * Where accounts and users differ. Our own state is right; the provider is to follow it.
 *
 * @param strays accounts without a user, young ones included
 * @param missing users without an account
 * @param disabled users whose account is disabled when they are not, or not disabled when they are
 * @param email users whose account has another email
 * @param revoked users whose sessions the provider has taken back by itself
 * @param changes accounts that have yet to follow their users, dead letters included
 */
record Drift(
        List<Account> strays,
        List<Owned> missing,
        List<Owned> disabled,
        List<Owned> email,
        List<ProviderRevocations.Revoked> revoked,
        List<AccountChange> changes) {

    /** A user and their account. */
    record Owned(UserId user, String uid) {}

    /** No user differs from their account, whatever else there is. */
    boolean allUsersAgree() {
        return missing.isEmpty() && disabled.isEmpty() && email.isEmpty();
    }

    /** What is being found. */
    static final class Findings {

        private final List<Account> strays = new ArrayList<>();
        private final List<Owned> missing = new ArrayList<>();
        private final List<Owned> disabled = new ArrayList<>();
        private final List<Owned> email = new ArrayList<>();
        private final List<ProviderRevocations.Revoked> revoked = new ArrayList<>();

        void stray(Account account) {
            strays.add(account);
        }

        void missing(Owned owned) {
            missing.add(owned);
        }

        void disabled(Owned owned) {
            disabled.add(owned);
        }

        void email(Owned owned) {
            email.add(owned);
        }

        void revoked(List<ProviderRevocations.Revoked> some) {
            revoked.addAll(some);
        }

        Drift with(List<AccountChange> changes) {
            return new Drift(
                    List.copyOf(strays),
                    List.copyOf(missing),
                    List.copyOf(disabled),
                    List.copyOf(email),
                    List.copyOf(revoked),
                    List.copyOf(changes));
        }
    }
}
