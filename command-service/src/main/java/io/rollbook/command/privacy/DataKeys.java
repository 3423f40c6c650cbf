package io.rollbook.command.privacy;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.rollbook.api.user.UserId;
import io.rollbook.command.store.PersonKey;
import io.rollbook.command.store.PersonKey.Erased;
import io.rollbook.command.store.PersonKey.Known;
import io.rollbook.command.store.PersonKey.Missing;
import io.rollbook.command.store.PersonKeys;
import io.rollbook.personal.DataKey;
import io.rollbook.personal.KeyRing;
import io.rollbook.personal.Tampered;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionSynchronization;
import org.springframework.transaction.support.TransactionSynchronizationManager;

/**
 * Each person's key, made with the first event that tells of them, in its transaction, and destroyed when they are erased.
 * Persons are named as aggregates are, {@code user-7}.
 */
@Component
public class DataKeys implements PersonKeys {

    private static final int MOST_REMEMBERED = 20_000;
    private static final Duration REMEMBERED = Duration.ofMinutes(10);

    private final JdbcClient jdbc;
    private final KeyRing ring;
    private final Cache<String, PersonKey> remembered = Caffeine.newBuilder()
            .maximumSize(MOST_REMEMBERED)
            .expireAfterWrite(REMEMBERED)
            .build();

    // What was read before something was dropped may be what had to be dropped: it is not remembered.
    private long drops;

    DataKeys(JdbcClient jdbc, KeyRing ring) {
        this.jdbc = jdbc;
        this.ring = ring;
    }

    @Override
    public PersonKey find(String person) {
        var known = remembered.getIfPresent(person);
        if (known != null) {
            return known;
        }
        var seen = drops();
        var found = jdbc.sql("""
                        select exists (select from erasure where user_id = :user) as erased,
                               (select wrapped from data_key where user_id = :user) as wrapped
                        """)
                .param("user", number(person))
                .query((row, number) -> key(row, person))
                .single();
        if (!(found instanceof Missing)) {
            rememberOnceCommitted(person, found, seen);
        }
        return found;
    }

    @Override
    public MadeKey make(String person) {
        var key = DataKey.random();
        rememberOnceCommitted(person, new Known(key), drops());
        return new MadeKey(key, new StoredKey(new UserId(number(person)), ring.wrap(key, person)));
    }

    @Override
    public DataKey toSeal(String person) {
        var key = find(person);
        return switch (key instanceof Missing ? makeLate(person) : key) {
            case Known known -> known.key();
            case Erased erased -> throw new IllegalStateException(person + " is erased");
            case Missing missing -> throw new IllegalStateException("the key of " + person + " comes and goes");
        };
    }

    /** What a certificate names the person's key by, empty when there is none or none any more. */
    public Optional<String> fingerprint(UserId user) {
        return find(user.toString()) instanceof Known known
                ? Optional.of(known.key().fingerprint())
                : Optional.empty();
    }

    /**
     * Destroys the person's key, and has every instance forget it once that is committed. To be called in the transaction
     * that records the erasure.
     */
    public void destroy(UserId user) {
        // The last version of the row says nothing; what PostgreSQL keeps of those before it goes with the next vacuum.
        jdbc.sql("update data_key set wrapped = repeat('0', length(wrapped)) where user_id = :user")
                .param("user", user.value())
                .update();
        jdbc.sql("delete from data_key where user_id = :user")
                .param("user", user.value())
                .update();
        jdbc.sql("select pg_notify(:channel, :person)")
                .param("channel", DESTROYED)
                .param("person", user.toString())
                .query((row, number) -> true)
                .single();
        onceCommitted(() -> drop(user.toString()));
    }

    /** The keys that are there of these persons, wrapped as they are stored, by person. */
    public Map<String, String> wrapped(Collection<String> persons) {
        if (persons.isEmpty()) {
            return Map.of();
        }
        return jdbc
                .sql("select user_id, wrapped from data_key where user_id in (:users)")
                .param("users", persons.stream().map(DataKeys::number).toList())
                .query((row, number) ->
                        Map.entry(new UserId(row.getInt("user_id")).toString(), row.getString("wrapped")))
                .list()
                .stream()
                .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
    }

    /**
     * The next keys in the order of users.
     *
     * @param after the number of the user behind whom to begin, 0 for the first
     */
    public List<StoredKey> storedAfter(int after, int most) {
        return jdbc.sql("select user_id, wrapped from data_key where user_id > :after order by user_id limit :most")
                .param("after", after)
                .param("most", most)
                .query((row, number) -> new StoredKey(new UserId(row.getInt("user_id")), row.getString("wrapped")))
                .list();
    }

    /** The keys of the persons who came last, at most so many. */
    List<StoredKey> newest(int most) {
        return jdbc.sql("select user_id, wrapped from data_key order by user_id desc limit :most")
                .param("most", most)
                .query((row, number) -> new StoredKey(new UserId(row.getInt("user_id")), row.getString("wrapped")))
                .list();
    }

    /** Whether the ring has what the key was wrapped with. */
    boolean opens(StoredKey key) {
        try {
            ring.unwrap(key.wrapped(), key.user().toString());
            return true;
        } catch (Tampered e) {
            return false;
        }
    }

    /** Whether the key was wrapped with another key than the one that wraps now. */
    public boolean isDue(StoredKey key) {
        return !ring.isCurrent(key.wrapped());
    }

    /**
     * The key, wrapped with the one that wraps now.
     *
     * @throws Tampered when the ring has nothing to unwrap it with
     */
    public String rewrap(StoredKey key) {
        return ring.rewrap(key.wrapped(), key.user().toString());
    }

    /** Stores another wrapping of a key, unless somebody has changed or destroyed it meanwhile. */
    public void replace(StoredKey key, String wrapped) {
        jdbc.sql("update data_key set wrapped = :wrapped where user_id = :user and wrapped = :before")
                .param("wrapped", wrapped)
                .param("user", key.user().value())
                .param("before", key.wrapped())
                .update();
    }

    @Override
    public synchronized void drop(String person) {
        drops++;
        remembered.invalidate(person);
    }

    /** Reads every key anew when it is asked for next. */
    @Override
    public synchronized void forgetAll() {
        drops++;
        remembered.invalidateAll();
    }

    private synchronized long drops() {
        return drops;
    }

    // For persons whose first event was stored before anything was sealed. Where another transaction makes a key at the
    // same time this waits for it, and takes that one.
    private PersonKey makeLate(String person) {
        var seen = drops();
        var key = DataKey.random();
        var made = jdbc.sql("""
                        insert into data_key (user_id, wrapped)
                        select :user, :wrapped where not exists (select from erasure where user_id = :user)
                        on conflict (user_id) do nothing
                        """)
                .param("user", number(person))
                .param("wrapped", ring.wrap(key, person))
                .update();
        if (made == 0) {
            return find(person);
        }
        var known = new Known(key);
        rememberOnceCommitted(person, known, seen);
        return known;
    }

    private PersonKey key(ResultSet row, String person) throws SQLException {
        if (row.getBoolean("erased")) {
            return new Erased();
        }
        var wrapped = row.getString("wrapped");
        return wrapped == null ? new Missing() : new Known(ring.unwrap(wrapped, person));
    }

    // A key that is rolled back must not seal anything later.
    private void rememberOnceCommitted(String person, PersonKey key, long seen) {
        onceCommitted(() -> {
            synchronized (this) {
                if (drops == seen) {
                    remembered.put(person, key);
                }
            }
        });
    }

    private static void onceCommitted(Runnable work) {
        if (TransactionSynchronizationManager.isSynchronizationActive()) {
            TransactionSynchronizationManager.registerSynchronization(new TransactionSynchronization() {
                @Override
                public void afterCommit() {
                    work.run();
                }
            });
        } else {
            work.run();
        }
    }

    private static int number(String person) {
        return UserId.parse(person).orElseThrow().value();
    }
}
