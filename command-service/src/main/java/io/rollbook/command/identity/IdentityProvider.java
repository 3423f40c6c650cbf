package io.rollbook.command.identity;

import io.rollbook.api.error.Rejection;
import io.rollbook.api.user.EmailAddress;
import io.rollbook.api.user.NewPassword;
import io.rollbook.api.user.UserReason;
import io.rollbook.web.envelope.Unavailable;
import java.util.Optional;

/**
 * Keeps accounts and passwords. What an account may do is never asked here: that is our own state's business.
 *
 * <p>Every method may throw {@link Unavailable} when the provider cannot be reached.
 */
public interface IdentityProvider {

    /**
     * Makes an account.
     *
     * @throws Rejection with {@link UserReason#EMAIL_TAKEN} when an account has that email
     */
    void create(NewAccount account);

    /** Removes an account; one that is not there is removed already. */
    void remove(String uid);

    /**
     * Lets an account sign in under another email.
     *
     * @throws Rejection with {@link UserReason#EMAIL_TAKEN} when another account has that email
     */
    void changeEmail(String uid, EmailAddress email);

    void changePassword(String uid, NewPassword password);

    /**
     * The account with that email and password, empty when there is none. Takes as long and says as much whether the
     * email is unknown or the password wrong.
     */
    Optional<String> signIn(String email, String password);

    /** A token for an account that has signed in. */
    SessionToken issue(TokenRequest request);
}
