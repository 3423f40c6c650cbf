package io.rollbook.command.store;

import java.sql.SQLException;
import java.sql.SQLTransientConnectionException;
import org.jspecify.annotations.Nullable;

/** Tells a store that is away, and will come back, from a fault. */
public final class StoreOutage {

    private StoreOutage() {}

    /** Whether {@code throwable}, or what caused it, says that PostgreSQL cannot be reached or serves nobody now. */
    public static boolean isOne(@Nullable Throwable throwable) {
        for (var cause = throwable; cause != null; cause = cause.getCause()) {
            if (cause instanceof SQLTransientConnectionException
                    || (cause instanceof SQLException sql && (meansAway(sql.getSQLState()) || isOfABroken(sql)))) {
                return true;
            }
        }
        return false;
    }

    /** What the driver said of it, in one line: it names host and port, never a password. */
    public static String reason(Throwable throwable) {
        var reason = "no reason given";
        for (Throwable cause = throwable; cause != null; cause = cause.getCause()) {
            if (cause instanceof SQLException && cause.getMessage() != null) {
                reason = cause.getMessage().lines().findFirst().orElse(reason);
            }
        }
        return reason;
    }

    // What the pool says of a connection that it has given up in the midst of a transaction because it broke.
    private static boolean isOfABroken(SQLException e) {
        return e.getSQLState() == null && "Connection is closed".equals(e.getMessage());
    }

    // Classes 08 (connection exception), 57 (operator intervention: shut down, cannot connect now, timeouts) and
    // 53 (insufficient resources) of the SQL standard and PostgreSQL.
    private static boolean meansAway(@Nullable String state) {
        return state != null && (state.startsWith("08") || state.startsWith("57") || state.startsWith("53"));
    }
}
