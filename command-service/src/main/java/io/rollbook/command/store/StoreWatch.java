package io.rollbook.command.store;

import io.rollbook.web.platform.RecurringWork;
import java.sql.SQLException;
import java.time.Duration;
import javax.sql.DataSource;
import org.springframework.jdbc.CannotGetJdbcConnectionException;
import org.springframework.stereotype.Component;

/**
 * Looks once a second whether the store still has what was seen in it: a table can be loaded anew while connections stay.
 * It is also how an instance that appends nothing gets to know of a last event.
 */
@Component
class StoreWatch extends RecurringWork {

    private static final Duration EVERY = Duration.ofSeconds(1);

    private final StoreIdentity identity;
    private final DataSource connections;

    StoreWatch(StoreIdentity identity, DataSource connections) {
        super("store-watch", StoreOutage::isOne);
        this.identity = identity;
        this.connections = connections;
    }

    @Override
    protected Duration work() {
        look();
        return EVERY;
    }

    /** Looks now: returns when the store has all that was seen in it. */
    void look() {
        try (var connection = connections.getConnection()) {
            identity.examine(connection);
        } catch (SQLException e) {
            throw new CannotGetJdbcConnectionException("the store cannot be looked at", e);
        }
    }
}
