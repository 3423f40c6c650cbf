package io.rollbook.command.identity;

import io.rollbook.api.user.UserId;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionSynchronization;
import org.springframework.transaction.support.TransactionSynchronizationManager;

/**
 * The accounts that have yet to follow their users, one row a user: an account is made equal to its user as they are
 * then, so whatever happened in between needs no row of its own.
 */
@Component
class AccountChanges {

    // For how long one that is being tried is left to that instance; longer than a try takes.
    private static final Duration LEASE = Duration.ofSeconds(30);

    private final JdbcClient jdbc;
    private final Semaphore added = new Semaphore(0);

    AccountChanges(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /** Keeps in the running transaction that the account has to follow an event. */
    void add(UserId user, String event, long version, boolean revoke) {
        jdbc.sql("""
                        insert into account_change (user_id, uid, event_type, event_version, revoke)
                        select user_id, uid, :event, :version, :revoke from user_claim where user_id = :user
                        on conflict (user_id) do update
                           set event_type = excluded.event_type, event_version = excluded.event_version,
                               revoke = account_change.revoke or excluded.revoke,
                               attempts = 0, reason = null, dead_since = null, next_attempt_at = now()
                        """)
                .param("user", user.value())
                .param("event", event)
                .param("version", version)
                .param("revoke", revoke)
                .update();
        TransactionSynchronizationManager.registerSynchronization(new TransactionSynchronization() {
            @Override
            public void afterCommit() {
                added.release();
            }
        });
    }

    /** Waits until something was added here, at most for a while. */
    void await(Duration longest) throws InterruptedException {
        if (added.tryAcquire(longest.toMillis(), TimeUnit.MILLISECONDS)) {
            added.drainPermits();
        }
    }

    /** The next that is due; other instances leave it alone from now on. */
    Optional<AccountChange> takeDue() {
        return take("next_attempt_at <= now()", "");
    }

    /** The one of the user who has the email of that index now, due or not. */
    Optional<AccountChange> takeOf(String emailIndex) {
        return take("user_id = (select u.user_id from user_claim u where u.email_key = :email)", emailIndex);
    }

    private Optional<AccountChange> take(String which, String email) {
        return jdbc.sql("""
                        update account_change set next_attempt_at = now() + make_interval(secs => :lease)
                         where user_id = (select user_id from account_change
                                           where %s
                                           order by next_attempt_at limit 1 for update skip locked)
                        returning *
                        """.formatted(which))
                .param("lease", LEASE.toSeconds())
                .param("email", email)
                .query(AccountChanges::change)
                .optional();
    }

    /** The account has followed; what was added meanwhile stays. */
    void done(AccountChange change) {
        jdbc.sql("delete from account_change where user_id = :user and event_version = :version")
                .param("user", change.user().value())
                .param("version", change.version())
                .update();
    }

    /** It could not follow now. */
    void failed(AccountChange change, String reason, Duration retryAfter, boolean dead) {
        jdbc.sql("""
                        update account_change
                           set attempts = attempts + 1, reason = :reason,
                               next_attempt_at = now() + make_interval(secs => :pause),
                               dead_since = case when :dead then coalesce(dead_since, now()) end
                         where user_id = :user and event_version = :version
                        """)
                .param("reason", reason)
                .param("pause", retryAfter.toMillis() / 1000.0)
                .param("dead", dead)
                .param("user", change.user().value())
                .param("version", change.version())
                .update();
    }

    /** All of them, in the order of their users. */
    List<AccountChange> all() {
        return jdbc.sql("select * from account_change order by user_id")
                .query(AccountChanges::change)
                .list();
    }

    /** Makes every one due that failed before. */
    void retryFailed() {
        jdbc.sql("update account_change set attempts = 0, next_attempt_at = now() where attempts > 0")
                .update();
        added.release();
    }

    private static AccountChange change(ResultSet row, int number) throws SQLException {
        var dead = row.getTimestamp("dead_since");
        return new AccountChange(
                new UserId(row.getInt("user_id")),
                row.getString("uid"),
                row.getString("event_type"),
                row.getLong("event_version"),
                row.getBoolean("revoke"),
                row.getInt("attempts"),
                row.getString("reason"),
                dead == null ? null : dead.toInstant());
    }
}
