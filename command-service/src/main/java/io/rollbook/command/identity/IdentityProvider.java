package io.rollbook.command.identity;

import io.rollbook.api.error.Rejection;
import io.rollbook.api.user.EmailAddress;
import io.rollbook.api.user.NewPassword;
import io.rollbook.api.user.UserReason;
import io.rollbook.web.envelope.Unavailable;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

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

    /**
     * Makes many accounts at once. An account that is there already under its identifier stays as it is.
     *
     * @return the identifiers of those who have one now; another account has the email of the others
     */
    Set<String> createAll(List<NewAccount> accounts);

    /** Removes an account; one that is not there is removed already. */
    void remove(String uid);

    /**
     * Lets an account sign in under another email.
     *
     * @throws Rejection with {@link UserReason#EMAIL_TAKEN} when another account has that email
     */
    void changeEmail(String uid, EmailAddress email);

    /**
     * Does the long part of taking over a new password, which needs neither the account nor a transaction.
     *
     * @throws Unavailable when too many are waiting for it already
     */
    PreparedPassword prepare(NewPassword password);

    /** Takes over what {@link #prepare} has made. */
    void changePassword(String uid, PreparedPassword password);

    /** Whether the account may sign in at the provider. */
    void setDisabled(String uid, boolean disabled);

    /**
     * The account with that email and password, empty when there is none. Takes as long and says as much whether the
     * email is unknown or the password wrong.
     */
    Optional<AccountSignIn> signIn(String email, String password);

    /**
     * A bearer token for an account that has just signed in: the one it got, or a new one. It is bound to the state that
     * was checked: whatever has changed since and ends sessions ends this one too.
     */
    SessionToken issue(AccountSignIn signIn);

    /**
     * A session cookie for the owner of a bearer token. It is good as long as asked for, whatever becomes of the token,
     * and revoked like it.
     */
    SessionCookie createSession(SessionRequest request);

    /** The account that signs in under that email. */
    Optional<Account> findByEmail(EmailAddress email);

    /** What is held about the owner of the account {@code uid}, empty when it is not there. */
    Optional<HeldAccount> held(String uid);

    /** Every account there is, in no order, read while the stream is; it must be closed. */
    Stream<Account> accounts();
}
