package io.rollbook.command.store;

import com.zaxxer.hikari.HikariDataSource;
import com.zaxxer.hikari.util.DriverDataSource;
import io.rollbook.web.platform.Floor;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import javax.sql.DataSource;
import org.springframework.jdbc.datasource.DelegatingDataSource;

/**
 * The pool, which hands out connections only to the store that {@link StoreIdentity} knows: it is proved of each physical
 * connection when it is made, and nobody gets one while the store is lost.
 */
public final class ProvenConnections extends DelegatingDataSource {

    private static final Duration LOOK_EVERY = Duration.ofMillis(20);

    private final HikariDataSource pool;
    private final StoreIdentity identity;

    private ProvenConnections(HikariDataSource pool, StoreIdentity identity) {
        super(pool);
        this.pool = pool;
        this.identity = identity;
    }

    /** The same pool, which must not have made any connection yet. */
    static ProvenConnections of(HikariDataSource pool, StoreIdentity identity) {
        pool.setDataSource(new Proving(
                new DriverDataSource(
                        pool.getJdbcUrl(),
                        pool.getDriverClassName(),
                        pool.getDataSourceProperties(),
                        pool.getUsername(),
                        pool.getPassword()),
                identity));
        return new ProvenConnections(pool, identity);
    }

    @Override
    public Connection getConnection() throws SQLException {
        var entered = identity.enter();
        var connection = super.getConnection();
        try {
            identity.stay(entered);
        } catch (OtherStore e) {
            connection.close();
            throw e;
        }
        return connection;
    }

    @Override
    public Connection getConnection(String username, String password) throws SQLException {
        throw new SQLException("there is one user only");
    }

    /** Lets no connection that was made until now be used again. */
    public void evict() {
        if (pool.getHikariPoolMXBean() != null) {
            pool.getHikariPoolMXBean().softEvictConnections();
        }
    }

    /** Waits until none is in use, that long at most; says whether it came to that. */
    public boolean awaitIdle(Duration patience) {
        var begun = System.nanoTime();
        var floor = Floor.under("wait for idle connections");
        try {
            while (pool.getHikariPoolMXBean() != null
                    && pool.getHikariPoolMXBean().getActiveConnections() > 0) {
                if (System.nanoTime() - begun >= patience.toNanos()) {
                    return false;
                }
                Thread.sleep(LOOK_EVERY);
                floor.round(false);
            }
            return true;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    private static final class Proving extends DelegatingDataSource {

        private final StoreIdentity identity;

        private Proving(DataSource driver, StoreIdentity identity) {
            super(driver);
            this.identity = identity;
        }

        @Override
        public Connection getConnection() throws SQLException {
            return prove(super.getConnection());
        }

        @Override
        public Connection getConnection(String username, String password) throws SQLException {
            return prove(super.getConnection(username, password));
        }

        private Connection prove(Connection connection) throws SQLException {
            try {
                identity.prove(connection);
                return connection;
            } catch (SQLException e) {
                connection.close();
                throw e;
            }
        }
    }
}
