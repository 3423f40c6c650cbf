package io.rollbook.command.store;

import io.rollbook.web.platform.Floor;
import io.rollbook.web.platform.Pace;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.Semaphore;
import java.util.function.Consumer;
import javax.sql.DataSource;
import org.postgresql.PGConnection;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;

/**
 * Tells other instances that something was appended, and hears it from them, by PostgreSQL's LISTEN and NOTIFY. It also
 * hears whose key was destroyed, which is told by the transaction that does so.
 *
 * <p>The notification of an append is sent after the append, by a thread and a connection of its own: a transaction that
 * notifies takes a lock that makes commits wait for each other. One lost in a crash costs a poll interval, never an event.
 */
final class AppendSignal implements SmartLifecycle {

    private static final Logger LOG = LoggerFactory.getLogger(AppendSignal.class);
    private static final String CHANNEL = "rollbook_appended";
    private static final int LISTEN_MILLISECONDS = 1_000;
    private static final Duration SIGNALS_APART = Duration.ofMillis(5);
    private static final long RECONNECT_MILLISECONDS = 1_000;

    private final DataSource connections;
    private final Semaphore pending = new Semaphore(0);
    private volatile Runnable heard = () -> {};
    private volatile Consumer<String> destroyed = person -> {};
    private volatile Runnable missed = () -> {};
    private volatile int notifies;
    private volatile boolean running;
    private Thread notifier = new Thread();
    private Thread listener = new Thread();

    /** A signal over {@code connections}, which need not be pooled: two are taken and kept. */
    AppendSignal(DataSource connections) {
        this.connections = connections;
    }

    /** What to do when any instance has appended. */
    void onAppend(Runnable action) {
        heard = action;
    }

    /**
     * What to do when any instance has destroyed a person's key.
     *
     * @param missed what to do when it may have happened while nobody listened
     */
    void onKeyDestroyed(Consumer<String> destroyed, Runnable missed) {
        this.destroyed = destroyed;
        this.missed = missed;
    }

    /** Something was appended here; returns at once. */
    void appended() {
        if (pending.availablePermits() == 0) {
            pending.release();
        }
    }

    @Override
    public void start() {
        running = true;
        notifier = Thread.ofPlatform().daemon().name("append-notifier").start(() -> keep(this::notifyOthers));
        listener = Thread.ofPlatform().daemon().name("append-listener").start(() -> keep(this::listen));
    }

    @Override
    public void stop() {
        running = false;
        notifier.interrupt();
        listener.interrupt();
    }

    @Override
    public boolean isRunning() {
        return running;
    }

    @Override
    public int getPhase() {
        return 0;
    }

    private void notifyOthers(Connection connection) throws SQLException, InterruptedException {
        try (var statement = connection.createStatement()) {
            notifies = connection.unwrap(PGConnection.class).getBackendPID();
            var floor = Floor.under("telling of appends");
            var pace = new Pace(SIGNALS_APART);
            while (running) {
                pending.acquire();
                pace.await();
                pace.begun();
                // One notification serves all appends that came before it.
                pending.drainPermits();
                notifyOthers(statement);
                floor.round(true);
            }
        }
    }

    private void notifyOthers(Statement statement) throws SQLException {
        try {
            statement.execute("notify " + CHANNEL);
        } catch (SQLException e) {
            // Others still have to be told, once there is a connection again.
            appended();
            throw e;
        }
    }

    private void listen(Connection connection) throws SQLException, InterruptedException {
        try (var statement = connection.createStatement()) {
            statement.execute("listen " + CHANNEL);
            statement.execute("listen " + PersonKeys.DESTROYED);
        }
        // What was appended or destroyed while nobody listened.
        missed.run();
        heard.run();
        var notifications = connection.unwrap(PGConnection.class);
        var floor = Floor.under("signals of appends");
        while (running) {
            var heardOf = notifications.getNotifications(LISTEN_MILLISECONDS);
            if (heardOf != null && heardOf.length > 0) {
                Arrays.stream(heardOf)
                        .filter(one -> one.getName().equals(PersonKeys.DESTROYED))
                        .forEach(one -> destroyed.accept(one.getParameter()));
                // Who appends here has told the readers here already.
                if (Arrays.stream(heardOf).anyMatch(one -> one.getPID() != notifies)) {
                    heard.run();
                }
            }
            floor.round(heardOf != null && heardOf.length > 0);
        }
    }

    private void keep(Work work) {
        var told = false;
        var floor = Floor.under("connection for signals");
        while (running) {
            try (var connection = connections.getConnection()) {
                told = false;
                work.with(connection);
            } catch (SQLException e) {
                // PublishingWatch says that the store is away.
                if (!told && running && !StoreOutage.isOne(e)) {
                    LOG.warn("appends of other instances are seen by polling until it is mended: {}", e.getMessage());
                    told = true;
                }
                LOG.debug("no signals of appends", e);
                pause(floor);
            } catch (InterruptedException e) {
                return;
            }
        }
    }

    private static void pause(Floor floor) {
        try {
            Thread.sleep(RECONNECT_MILLISECONDS);
            floor.round(false);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private interface Work {
        void with(Connection connection) throws SQLException, InterruptedException;
    }
}
