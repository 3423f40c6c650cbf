package io.rollbook.command.store;

import java.sql.Connection;
import java.sql.SQLException;
import javax.sql.DataSource;
import org.springframework.jdbc.CannotGetJdbcConnectionException;
import org.springframework.stereotype.Component;

/**
 * Work that one instance at a time may do. The right to it is an advisory lock of a database session, so it ends with
 * the process that has it, however that ends.
 */
@Component
public class ClusterLock {

    private final DataSource connections;

    ClusterLock(DataSource connections) {
        this.connections = connections;
    }

    /**
     * Does the work unless another instance is at it.
     *
     * @param name what the work is called, the same on every instance
     * @return whether it was done here
     */
    public boolean runExclusively(String name, Runnable work) {
        try (var connection = connections.getConnection()) {
            if (!ask(connection, "select pg_try_advisory_lock(hashtextextended(?, 0))", name)) {
                return false;
            }
            try {
                work.run();
            } finally {
                ask(connection, "select pg_advisory_unlock(hashtextextended(?, 0))", name);
            }
            return true;
        } catch (SQLException e) {
            throw new CannotGetJdbcConnectionException("the right to " + name + " cannot be had", e);
        }
    }

    private static boolean ask(Connection connection, String sql, String name) throws SQLException {
        try (var statement = connection.prepareStatement(sql)) {
            statement.setString(1, name);
            try (var answer = statement.executeQuery()) {
                return answer.next() && answer.getBoolean(1);
            }
        }
    }
}
