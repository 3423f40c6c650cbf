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
                    || (cause instanceof SQLException sql && meansAway(sql.getSQLState()))) {
                return true;
            }
        }
        return false;
    }

    // Classes 08 (connection exception), 57 (operator intervention: shut down, cannot connect now, timeouts) and
    // 53 (insufficient resources) of the SQL standard and PostgreSQL.
    private static boolean meansAway(@Nullable String state) {
        return state != null && (state.startsWith("08") || state.startsWith("57") || state.startsWith("53"));
    }
}
