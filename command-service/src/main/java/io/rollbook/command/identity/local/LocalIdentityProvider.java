package io.rollbook.command.identity.local;

import static java.util.Objects.requireNonNull;

import io.rollbook.api.consistency.ConsistencyToken;
import io.rollbook.api.error.Rejection;
import io.rollbook.api.user.EmailAddress;
import io.rollbook.api.user.NewPassword;
import io.rollbook.api.user.UserId;
import io.rollbook.api.user.UserReason;
import io.rollbook.command.identity.Account;
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
import io.rollbook.web.envelope.Unavailable;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Accounts in our own database. */
final class LocalIdentityProvider implements IdentityProvider {

    private static final int TRIES = 3;
    private static final Duration RETRY_AFTER = Duration.ofSeconds(1);
    private static final String ACCOUNTS = "select uid, email_key, disabled, created_at from local_account";

    private static final Logger LOG = LoggerFactory.getLogger(LocalIdentityProvider.class);

    private final JdbcClient jdbc;
    private final EmailIndex emails;
    private final PasswordHashes hashes;
    private final TokenIssuer issuer;

    LocalIdentityProvider(JdbcClient jdbc, EmailIndex emails, PasswordHashes hashes, TokenIssuer issuer) {
        this.jdbc = jdbc;
        this.emails = emails;
        this.hashes = hashes;
        this.issuer = issuer;
    }

    @Override
    public void create(NewAccount account) {
        // Hashing is dear on purpose: an email that is taken for certain is not worth it.
        if (findByEmail(account.email()).isPresent()) {
            throw new Rejection(UserReason.EMAIL_TAKEN);
        }
        var hash = hash(account);
        try {
            jdbc.sql("insert into local_account (uid, email_key, password_hash) values (:uid, :email, :hash)")
                    .param("uid", account.uid())
                    .param("email", emails.of(account.email()))
                    .param("hash", hash)
                    .update();
        } catch (DuplicateKeyException e) {
            throw new Rejection(UserReason.EMAIL_TAKEN);
        }
    }

    // One password after the other: who brings many leaves a processor to everybody else. In the order of emails, so
    // that
    // two who bring the same ones do not wait for each other.
    @Override
    public Set<String> createAll(List<NewAccount> accounts) {
        var uids = accounts.stream().map(NewAccount::uid).toArray(String[]::new);
        jdbc.sql("""
                        insert into local_account (uid, email_key, password_hash)
                        select * from unnest(:uids, :emails, :hashes) as account (uid, email_key, password_hash)
                         order by email_key on conflict do nothing
                        """)
                .param("uids", uids)
                .param(
                        "emails",
                        accounts.stream()
                                .map(account -> emails.of(account.email()))
                                .toArray(String[]::new))
                .param("hashes", accounts.stream().map(this::hash).toArray(String[]::new))
                .update();
        return jdbc.sql("select uid from local_account where uid = any(:uids)")
                .param("uids", uids)
                .query(String.class)
                .set();
    }

    private @Nullable String hash(NewAccount account) {
        return account.password() == null
                ? null
                : hashes.hash(account.password().value());
    }

    @Override
    public void remove(String uid) {
        jdbc.sql("delete from local_account where uid = :uid").param("uid", uid).update();
    }

    @Override
    public void changeEmail(String uid, EmailAddress email) {
        try {
            jdbc.sql("update local_account set email_key = :email where uid = :uid")
                    .param("email", emails.of(email))
                    .param("uid", uid)
                    .update();
        } catch (DuplicateKeyException e) {
            throw new Rejection(UserReason.EMAIL_TAKEN);
        }
    }

    @Override
    public PreparedPassword prepare(NewPassword password) {
        return new PreparedPassword(hashes.hash(password.value()));
    }

    @Override
    public void changePassword(String uid, PreparedPassword password) {
        jdbc.sql("update local_account set password_hash = :hash where uid = :uid")
                .param("hash", password.kept())
                .param("uid", uid)
                .update();
    }

    @Override
    public void setDisabled(String uid, boolean disabled) {
        jdbc.sql("update local_account set disabled = :disabled where uid = :uid")
                .param("disabled", disabled)
                .param("uid", uid)
                .update();
    }

    @Override
    public Optional<AccountSignIn> signIn(String email, String password) {
        var indexes = emails.toSignIn(email);
        var typed = TypedPassword.of(password);
        for (var tries = 1; tries <= TRIES; tries++) {
            var account = find(indexes);
            // How many forms are tried is a matter of what was typed alone: the time must not tell of the account.
            var matching = typed.forms().stream()
                    .filter(form -> hashes.matches(form, account.flatMap(Kept::password)))
                    .toList();
            if (matching.isEmpty()) {
                return Optional.empty();
            }
            // Computing takes long. What was compared must still be what the account has.
            if (find(indexes).map(Kept::credentials).equals(account.map(Kept::credentials))) {
                account.filter(found -> !matching.contains(typed.today()))
                        .ifPresent(found -> hashAnew(found, typed.today()));
                // An account that belongs to no user, or to one who was disabled when it was read, is refused.
                return account.filter(found -> found.asOf() != null)
                        .map(found -> new AccountSignIn(found.uid(), null, found.asOf()));
            }
        }
        throw new Unavailable("the account is being changed all the time", RETRY_AFTER);
    }

    // Unless the password was changed meanwhile. When too many are waiting it is done at another sign-in.
    private void hashAnew(Kept account, String password) {
        try {
            jdbc.sql("update local_account set password_hash = :hash where uid = :uid and password_hash = :before")
                    .param("hash", hashes.hash(password))
                    .param("uid", account.uid())
                    .param("before", account.password().orElseThrow())
                    .update();
        } catch (Unavailable busy) {
            LOG.debug("the password of account {} is hashed anew another time", account.uid());
        }
    }

    @Override
    public SessionToken issue(AccountSignIn signIn) {
        return issuer.issue(signIn.uid(), requireNonNull(signIn.asOf(), "the account is a user's"));
    }

    @Override
    public SessionCookie createSession(SessionRequest request) {
        return issuer.cookie(request);
    }

    @Override
    public Optional<Account> findByEmail(EmailAddress email) {
        return jdbc.sql(ACCOUNTS + " where email_key = :email")
                .param("email", emails.of(email))
                .query(LocalIdentityProvider::account)
                .optional();
    }

    @Override
    public Optional<HeldAccount> held(String uid) {
        // Of the email there is only an index, of sign-ins nothing.
        return jdbc.sql(ACCOUNTS + " where uid = :uid")
                .param("uid", uid)
                .query(LocalIdentityProvider::account)
                .optional()
                .map(account -> new HeldAccount(
                        "local", account.uid(), null, null, account.disabled(), account.created(), null));
    }

    @Override
    public Stream<Account> accounts() {
        return jdbc.sql(ACCOUNTS).query(LocalIdentityProvider::account).stream();
    }

    private static Account account(ResultSet row, int number) throws SQLException {
        return new Account(
                row.getString("uid"),
                row.getString("email_key"),
                row.getBoolean("disabled"),
                null,
                row.getTimestamp("created_at").toInstant());
    }

    // One statement, so one moment: the version is that of the user who had this password and was let in.
    private Optional<Kept> find(List<String> indexes) {
        return jdbc.sql("""
                        select a.uid, a.password_hash, u.user_id,
                               (select max(e.sequence_number) from domain_event e
                                 where e.aggregate_id = 'user-' || u.user_id) as version
                          from local_account a
                          left join user_claim u on u.uid = a.uid and not u.deleted and not u.disabled
                         where a.email_key in (:indexes)
                         order by a.email_key = :first desc limit 1
                        """)
                .param("indexes", indexes)
                .param("first", indexes.getFirst())
                .query(LocalIdentityProvider::kept)
                .optional();
    }

    private static Kept kept(ResultSet row, int number) throws SQLException {
        var user = row.getObject("user_id", Integer.class);
        return new Kept(
                row.getString("uid"),
                Optional.ofNullable(row.getString("password_hash")),
                user == null ? null : new ConsistencyToken(new UserId(user).toString(), row.getLong("version")));
    }

    /**
     * An account as it is kept.
     *
     * @param password its hash, empty for an account without a password
     */
    private record Kept(
            String uid, Optional<String> password, @Nullable ConsistencyToken asOf) {

        List<Object> credentials() {
            return List.of(uid, password);
        }
    }
}
