package io.rollbook.command.personal;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.rollbook.api.user.UserId;
import io.rollbook.personal.DataKey;
import io.rollbook.personal.KeyRing;
import java.time.Duration;
import java.util.Optional;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionSynchronization;
import org.springframework.transaction.support.TransactionSynchronizationManager;

/**
 * Each person's key, made with the first event that tells of them, in its transaction. Persons are named as aggregates
 * are, {@code user-7}.
 *
 * <p>A key that was destroyed by another instance may stay in memory here for a while. It does no harm: the person is
 * deleted by then, so that nothing more is sealed with it, and what it opens reaches nobody.
 */
@Component
public class DataKeys {

    private static final int MOST_REMEMBERED = 20_000;
    private static final Duration REMEMBERED = Duration.ofMinutes(10);

    private final JdbcClient jdbc;
    private final KeyRing ring;
    private final Cache<String, DataKey> remembered = Caffeine.newBuilder()
            .maximumSize(MOST_REMEMBERED)
            .expireAfterWrite(REMEMBERED)
            .build();

    DataKeys(JdbcClient jdbc, KeyRing ring) {
        this.jdbc = jdbc;
        this.ring = ring;
    }

    /** The person's key, empty when there is none or none any more. */
    public Optional<DataKey> find(String person) {
        var known = remembered.getIfPresent(person);
        if (known != null) {
            return Optional.of(known);
        }
        var found = stored(person);
        found.ifPresent(key -> rememberOnceCommitted(person, key));
        return found;
    }

    /** The person's key, a new one when there is none yet. To be called in the transaction of the event. */
    public DataKey findOrMake(String person) {
        return find(person).orElseGet(() -> make(person));
    }

    /** What a certificate names the user's key by, empty when there is none or none any more. */
    public Optional<String> fingerprint(UserId user) {
        return stored(user.toString()).map(DataKey::fingerprint);
    }

    /**
     * Destroys the user's key in the running transaction; without one nothing happens. The row is overwritten before it is
     * deleted, so that no copy of the table has it as the last thing written.
     */
    public void destroy(UserId user) {
        jdbc.sql("update data_key set wrapped = repeat('0', length(wrapped)) where user_id = :user")
                .param("user", user.value())
                .update();
        jdbc.sql("delete from data_key where user_id = :user")
                .param("user", user.value())
                .update();
        TransactionSynchronizationManager.registerSynchronization(new TransactionSynchronization() {
            @Override
            public void afterCommit() {
                remembered.invalidate(user.toString());
            }
        });
    }

    private Optional<DataKey> stored(String person) {
        return jdbc.sql("select wrapped from data_key where user_id = :user")
                .param("user", number(person))
                .query(String.class)
                .optional()
                .map(wrapped -> ring.unwrap(wrapped, person));
    }

    // Of two transactions that make a person's first event one fails, by the number of the event if not by this.
    private DataKey make(String person) {
        var key = DataKey.random();
        jdbc.sql("""
                        insert into data_key (user_id, wrapped) values (:user, :wrapped)
                        """)
                .param("user", number(person))
                .param("wrapped", ring.wrap(key, person))
                .update();
        rememberOnceCommitted(person, key);
        return key;
    }

    // A key that is rolled back must not seal anything later.
    private void rememberOnceCommitted(String person, DataKey key) {
        if (TransactionSynchronizationManager.isSynchronizationActive()) {
            TransactionSynchronizationManager.registerSynchronization(new TransactionSynchronization() {
                @Override
                public void afterCommit() {
                    remembered.put(person, key);
                }
            });
        } else {
            remembered.put(person, key);
        }
    }

    private static int number(String person) {
        return UserId.parse(person).orElseThrow().value();
    }
}
