package io.rollbook.command.store;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.axonframework.eventhandling.DomainEventMessage;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.stereotype.Component;

/**
 * Knows the store that everything in memory was read from, and notices when another one answers in its place: a database
 * that was dropped and restored, a replica that lacks the last commits, a copy of the data folder, a table that was loaded
 * anew. What is proved of the store is where it is (server, timeline, database, table) and that it still has the last event
 * that was seen in it. It is proved of every new connection, with every append, and once a second.
 *
 * <p>Once it is another one it is lost: nobody gets a connection any more, but for the one who opens it again (see
 * {@code Reopening}). Who began before that stays bound to what was before, and gets none afterwards either, so nothing
 * mixes what it read from both.
 */
@Component
public class StoreIdentity {

    private static final Logger LOG = LoggerFactory.getLogger(StoreIdentity.class);

    private static final String WHERE = """
            select (select system_identifier from pg_control_system()) || '/'
                   || coalesce(case when pg_is_in_recovery() then null
                               else left(pg_walfile_name(pg_current_wal_lsn()), 8) end, 'replica') || '/'
                   || (select oid from pg_database where datname = current_database()) || '/'
                   || coalesce(to_regclass('domain_event')::oid, 0),
                   pg_postmaster_start_time()::text,
                   pg_is_in_recovery()
            """;
    private static final String HAS = """
            select exists (select from domain_event
                            where aggregate_id = ? and sequence_number = ? and event_id = ?)
            """;
    private static final String LAST = """
            select aggregate_id, sequence_number, event_id from domain_event order by global_index desc limit 1
            """;
    // What pg_restore makes last is a foreign key.
    private static final String RESTORED = """
            select to_regclass('domain_event') is not null
                   and exists (select from pg_constraint where conname = 'user_claim_role' and contype = 'f')
            """;
    private static final String UNDEFINED_TABLE = "42P01";

    private final ObjectProvider<StoreCache> caches;
    private final Semaphore losses = new Semaphore(0);
    private final ThreadLocal<Long> bound = new ThreadLocal<>();
    private volatile State state = State.UNKNOWN;
    private volatile long epoch;
    private volatile @Nullable Thread opener;
    private volatile @Nullable Place place;
    private volatile @Nullable Mark mark;

    StoreIdentity(ObjectProvider<StoreCache> caches) {
        this.caches = caches;
    }

    private enum State {
        /** Nothing was read yet. */
        UNKNOWN,
        SERVING,
        /** Another one is there, and nobody uses it but the one who opens it. */
        LOST,
        /** It may be used again, but by no request yet. */
        OPENING
    }

    private record Place(String where, String started, boolean replica) {}

    /** An event that was seen in the store. */
    record Mark(String aggregate, long sequence, String event) {

        static Mark of(DomainEventMessage<?> event) {
            return new Mark(event.getAggregateIdentifier(), event.getSequenceNumber(), event.getIdentifier());
        }
    }

    /** Why no request is served, in words for a person; empty while they are. */
    public Optional<String> problem() {
        return state == State.LOST || state == State.OPENING
                ? Optional.of(StoreOutage.Kind.REPLACED.sentence())
                : Optional.empty();
    }

    /** Which store it is, counted from the start; it grows when the store is lost. */
    public long epoch() {
        return epoch;
    }

    /** Binds what this thread does from now on to the store that there is now. */
    public void bind() {
        bound.set(epoch);
    }

    /** Ends what {@link #bind} began. */
    public void unbind() {
        bound.remove();
    }

    /**
     * The epoch to check with {@link #stay} once there is a connection.
     *
     * @throws OtherStore when this thread may have none
     */
    long enter() throws OtherStore {
        var mine = bound.get();
        var now = epoch;
        if ((mine != null && mine != now) || (state == State.LOST && Thread.currentThread() != opener)) {
            throw new OtherStore("the store is not the one that was used until now");
        }
        return now;
    }

    /** Refuses a connection that was asked for before the store was lost. */
    void stay(long entered) throws OtherStore {
        if (entered != epoch) {
            throw new OtherStore("the store was lost a moment ago");
        }
    }

    /**
     * Proves that a new connection leads to the store that is known.
     *
     * @throws SQLException when it does not, or leads to a replica
     */
    void prove(Connection connection) throws SQLException {
        var seen = look(connection);
        if (seen.replica()) {
            throw new SQLException("the server is a replica, and takes no changes", "25006");
        }
        var known = place;
        if (known == null || state == State.LOST) {
            return;
        }
        if (!seen.where().equals(known.where())) {
            throw lose("it is at another place (server, timeline, database or table)");
        }
        proveMark(connection);
        if (!seen.started().equals(known.started())) {
            // The same store after a restart: what was appended as it went away may or may not be there.
            LOG.info("PostgreSQL was started anew; it is the same event store");
            place = seen;
            forgetAll();
        }
    }

    /**
     * Proves that the store still has what was seen in it, and remembers the last event of it.
     *
     * @throws SQLException when it does not
     */
    void examine(Connection connection) throws SQLException {
        if (state != State.SERVING) {
            return;
        }
        var before = epoch;
        proveMark(connection);
        var last = last(connection);
        if (last != null) {
            seen(last, before);
        }
    }

    /** This was committed by who entered in that epoch. */
    synchronized void seen(Mark committed, long entered) {
        if (entered == epoch && state != State.LOST) {
            mark = committed;
        }
    }

    /** The last event that was seen in the store; {@code null} when there was none. */
    @Nullable
    Mark mark() {
        return mark;
    }

    /**
     * Whether there is a store that was used before, all of it: not a database that was just made, into which a backup is
     * still to be restored.
     */
    public static boolean isWhole(Connection connection) throws SQLException {
        try (var statement = connection.createStatement();
                var answer = statement.executeQuery(RESTORED)) {
            return answer.next() && answer.getBoolean(1) && last(connection) != null;
        }
    }

    /** Takes the store that this connection leads to for the one to be used. */
    public synchronized void adopt(Connection connection) throws SQLException {
        place = look(connection);
        mark = last(connection);
        if (state == State.UNKNOWN) {
            state = State.SERVING;
        }
    }

    /** Waits for a while until the store is lost; says whether it is. */
    public boolean awaitLoss(Duration patience) throws InterruptedException {
        return losses.tryAcquire(patience.toMillis(), TimeUnit.MILLISECONDS);
    }

    /** This thread, and no other, may use the store from now on. */
    public void reserve() {
        opener = Thread.currentThread();
    }

    /** From now on all but requests may use the store, with nothing in memory. */
    public synchronized void open() {
        forgetAll();
        opener = null;
        state = State.OPENING;
    }

    /** From now on requests are served again, unless the store was lost another time; says whether they are. */
    public synchronized boolean serve() {
        if (state != State.OPENING) {
            return false;
        }
        state = State.SERVING;
        return true;
    }

    private synchronized OtherStore lose(String reason) {
        if (state == State.SERVING || state == State.OPENING) {
            LOG.warn(
                    "the event store is not the one that was used until now: {}; nothing is served until it was looked at",
                    reason);
            state = State.LOST;
            epoch++;
            forgetAll();
            losses.release();
        }
        return new OtherStore(reason);
    }

    private void forgetAll() {
        caches.forEach(StoreCache::forgetAll);
    }

    private void proveMark(Connection connection) throws SQLException {
        var expected = mark;
        if (expected == null) {
            return;
        }
        try (var statement = connection.prepareStatement(HAS)) {
            statement.setString(1, expected.aggregate());
            statement.setLong(2, expected.sequence());
            statement.setString(3, expected.event());
            try (var answer = statement.executeQuery()) {
                if (!answer.next() || !answer.getBoolean(1)) {
                    throw lose("it lacks event " + expected.sequence() + " of " + expected.aggregate()
                            + ", which was in it");
                }
            }
        } catch (SQLException e) {
            if (UNDEFINED_TABLE.equals(e.getSQLState())) {
                throw lose("it has no table of events");
            }
            throw e;
        }
    }

    private static Place look(Connection connection) throws SQLException {
        try (var statement = connection.createStatement();
                var answer = statement.executeQuery(WHERE)) {
            answer.next();
            return new Place(
                    Objects.requireNonNull(answer.getString(1)),
                    Objects.requireNonNull(answer.getString(2)),
                    answer.getBoolean(3));
        }
    }

    private static @Nullable Mark last(Connection connection) throws SQLException {
        try (var statement = connection.createStatement();
                var answer = statement.executeQuery(LAST)) {
            return answer.next()
                    ? new Mark(
                            Objects.requireNonNull(answer.getString(1)),
                            answer.getLong(2),
                            Objects.requireNonNull(answer.getString(3)))
                    : null;
        }
    }
}
