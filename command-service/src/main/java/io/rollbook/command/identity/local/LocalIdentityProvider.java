package io.rollbook.command.identity.local;

import io.rollbook.api.error.Rejection;
import io.rollbook.api.user.EmailAddress;
import io.rollbook.api.user.NewPassword;
import io.rollbook.api.user.UserReason;
import io.rollbook.command.identity.IdentityProvider;
import io.rollbook.command.identity.NewAccount;
import io.rollbook.command.identity.SessionToken;
import io.rollbook.command.identity.TokenRequest;
import java.util.Optional;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Accounts in our own database. */
final class LocalIdentityProvider implements IdentityProvider {

    private final JdbcClient jdbc;
    private final PasswordHashes hashes;
    private final TokenIssuer issuer;

    LocalIdentityProvider(JdbcClient jdbc, PasswordHashes hashes, TokenIssuer issuer) {
        this.jdbc = jdbc;
        this.hashes = hashes;
        this.issuer = issuer;
    }

    @Override
    public void create(NewAccount account) {
        // Hashing is dear on purpose: an email that is taken for certain is not worth it.
        if (find(account.email().key()).isPresent()) {
            throw new Rejection(UserReason.EMAIL_TAKEN);
        }
        var hash = hashes.hash(account.password().value());
        try {
            jdbc.sql("insert into local_account (uid, email_key, password_hash) values (:uid, :email, :hash)")
                    .param("uid", account.uid())
                    .param("email", account.email().key())
                    .param("hash", hash)
                    .update();
        } catch (DuplicateKeyException e) {
            throw new Rejection(UserReason.EMAIL_TAKEN);
        }
    }

    @Override
    public void remove(String uid) {
        jdbc.sql("delete from local_account where uid = :uid").param("uid", uid).update();
    }

    @Override
    public void changeEmail(String uid, EmailAddress email) {
        try {
            jdbc.sql("update local_account set email_key = :email where uid = :uid")
                    .param("email", email.key())
                    .param("uid", uid)
                    .update();
        } catch (DuplicateKeyException e) {
            throw new Rejection(UserReason.EMAIL_TAKEN);
        }
    }

    @Override
    public void changePassword(String uid, NewPassword password) {
        jdbc.sql("update local_account set password_hash = :hash where uid = :uid")
                .param("hash", hashes.hash(password.value()))
                .param("uid", uid)
                .update();
    }

    @Override
    public Optional<String> signIn(String email, String password) {
        var account = find(EmailAddress.key(email));
        var matches = hashes.matches(password, account.map(Account::passwordHash));
        return account.filter(found -> matches).map(Account::uid);
    }

    @Override
    public SessionToken issue(TokenRequest request) {
        return issuer.issue(request);
    }

    private Optional<Account> find(String emailKey) {
        return jdbc.sql("select uid, password_hash from local_account where email_key = :email")
                .param("email", emailKey)
                .query((row, number) -> new Account(row.getString("uid"), row.getString("password_hash")))
                .optional();
    }

    private record Account(String uid, String passwordHash) {}
}
