package io.rollbook.command.identity.firebase;

import com.google.firebase.auth.UserRecord;
import io.rollbook.api.user.EmailAddress;
import io.rollbook.api.user.NewPassword;
import io.rollbook.command.identity.Account;
import io.rollbook.command.identity.AccountFollower;
import io.rollbook.command.identity.AccountOwners;
import io.rollbook.command.identity.AccountSignIn;
import io.rollbook.command.identity.HeldAccount;
import io.rollbook.command.identity.IdentityProvider;
import io.rollbook.command.identity.NewAccount;
import io.rollbook.command.identity.PreparedPassword;
import io.rollbook.command.identity.SessionCookie;
import io.rollbook.command.identity.SessionRequest;
import io.rollbook.command.identity.SessionToken;
import io.rollbook.command.identity.TypedPassword;
import io.rollbook.command.privacy.EmailIndex;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Firebase Authentication. Its accounts follow the roll a moment later, which nobody signing in shall notice: the email
 * must be the one on the roll, and an account that has yet to follow does so at once.
 */
final class FirebaseIdentityProvider implements IdentityProvider {

    private final FirebaseAccounts accounts;
    private final PasswordSignIn passwords;
    private final AccountFollower follower;
    private final AccountOwners owners;
    private final EmailIndex emails;

    FirebaseIdentityProvider(
            FirebaseAccounts accounts,
            PasswordSignIn passwords,
            AccountFollower follower,
            AccountOwners owners,
            EmailIndex emails) {
        this.accounts = accounts;
        this.passwords = passwords;
        this.follower = follower;
        this.owners = owners;
        this.emails = emails;
    }

    @Override
    public void create(NewAccount account) {
        accounts.create(account);
    }

    @Override
    public Set<String> createAll(List<NewAccount> wanted) {
        return accounts.createAll(wanted);
    }

    @Override
    public void remove(String uid) {
        accounts.remove(uid);
    }

    @Override
    public void changeEmail(String uid, EmailAddress email) {
        accounts.update(new UserRecord.UpdateRequest(uid).setEmail(email.key()));
    }

    /** Firebase takes the password itself. */
    @Override
    public PreparedPassword prepare(NewPassword password) {
        return new PreparedPassword(password.value());
    }

    @Override
    public void changePassword(String uid, PreparedPassword password) {
        accounts.update(new UserRecord.UpdateRequest(uid).setPassword(password.kept()));
    }

    @Override
    public void setDisabled(String uid, boolean disabled) {
        accounts.update(new UserRecord.UpdateRequest(uid).setDisabled(disabled));
    }

    @Override
    public Optional<AccountSignIn> signIn(String email, String password) {
        var index = emails.of(email);
        var signedIn = onTheRoll(index, tryForms(email, password));
        if (signedIn.isPresent() || !follower.settle(index)) {
            return signedIn;
        }
        return onTheRoll(index, tryForms(email, password));
    }

    // An account of before may have its email and its password in the form in which they were typed.
    private Optional<AccountSignIn> tryForms(String email, String password) {
        return Stream.of(EmailAddress.key(email), email.strip().toLowerCase(Locale.ROOT))
                .distinct()
                .flatMap(key -> TypedPassword.of(password).forms().stream().map(form -> passwords.with(key, form)))
                .flatMap(Optional::stream)
                .findFirst();
    }

    @Override
    public SessionToken issue(AccountSignIn signIn) {
        var token = signIn.token();
        if (token == null) {
            throw new IllegalStateException("Firebase gives a token with every sign-in");
        }
        return token;
    }

    /** Looks first whether the password was reset: this ends the sessions that began before the reset. */
    @Override
    public SessionCookie createSession(SessionRequest request) {
        accounts.followRevocation(request.verified().uid());
        var expiresAt = Instant.now().plus(request.life());
        return new SessionCookie(accounts.sessionCookie(request.bearer(), request.life()), expiresAt);
    }

    @Override
    public Optional<Account> findByEmail(EmailAddress email) {
        return accounts.findByEmail(email);
    }

    @Override
    public Optional<HeldAccount> held(String uid) {
        return accounts.held(uid);
    }

    @Override
    public Stream<Account> accounts() {
        return accounts.all();
    }

    private Optional<AccountSignIn> onTheRoll(String emailIndex, Optional<AccountSignIn> signedIn) {
        return signedIn.filter(account -> owners.of(account.uid())
                .filter(owner -> emailIndex.equals(owner.emailIndex()))
                .isPresent());
    }
}
