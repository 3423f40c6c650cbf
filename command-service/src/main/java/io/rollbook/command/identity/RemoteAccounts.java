package io.rollbook.command.identity;

import io.rollbook.api.user.UserView;
import io.rollbook.web.envelope.Unavailable;

/**
 * Accounts at a provider that is far away and therefore follows our state later, by calls that may be repeated.
 *
 * <p>Every method may throw {@link Unavailable} when the provider cannot be reached.
 */
public interface RemoteAccounts {

    /**
     * Makes the account's email, name and disabled flag what the user's are.
     *
     * @throws NoSuchAccount when it is not there
     */
    void follow(String uid, UserView user);

    /** Removes an account; one that is not there is removed already. */
    void remove(String uid);

    /**
     * Takes back what the provider has given out for the account.
     *
     * @throws NoSuchAccount when it is not there
     */
    void revoke(String uid);
}
