package io.rollbook.command.startup;

import io.rollbook.command.store.StoreIdentity;
import io.rollbook.command.store.StoreOutage;
import io.rollbook.web.platform.StartRefused;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.Properties;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.internal.exception.FlywaySqlException;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.jdbc.autoconfigure.JdbcConnectionDetails;
import org.springframework.core.annotation.Order;
import org.springframework.stereotype.Component;

/** PostgreSQL, with our tables in it: made and migrated as soon as it can be reached. */
@Component
@Order(1)
class EventStorePrerequisite implements Prerequisite {

    private static final String PATIENCE_SECONDS = "2";

    private final JdbcConnectionDetails details;
    private final Flyway migrations;
    private final StoreIdentity identity;

    EventStorePrerequisite(JdbcConnectionDetails details, Flyway migrations, StoreIdentity identity) {
        this.details = details;
        this.migrations = migrations;
        this.identity = identity;
    }

    @Override
    public String name() {
        return "PostgreSQL";
    }

    @Override
    public void meet() throws Away {
        try {
            try (var connection = connect()) {
                if (identity.problem().isPresent() && !StoreIdentity.isWhole(connection)) {
                    throw new Away(
                            "the database is empty or still being restored; to begin with an empty one, start anew",
                            new IllegalStateException("no whole store"));
                }
            }
            migrate();
            try (var connection = connect()) {
                identity.adopt(connection);
            }
        } catch (SQLException | RuntimeException e) {
            if (StoreOutage.isOne(e)) {
                throw new Away(StoreOutage.reason(e), e);
            }
            throw e instanceof RuntimeException fault ? fault : new IllegalStateException(e);
        }
    }

    // By the role that owns the tables, where it is another than the one that runs.
    private void migrate() {
        try {
            migrations.migrate();
        } catch (FlywaySqlException e) {
            if (e.getCause() instanceof SQLException sql
                    && String.valueOf(sql.getSQLState()).startsWith("28")) {
                throw new StartRefused(
                        "PostgreSQL refuses the role that migrates or its password; check SPRING_FLYWAY_USER"
                                + " and SPRING_FLYWAY_PASSWORD");
            }
            throw e;
        }
    }

    // Not from the pool, which tells only after a while, and in words of its own, what keeps it from connecting.
    private Connection connect() throws Away {
        var properties = new Properties();
        setIfPresent(properties, "user", details.getUsername());
        setIfPresent(properties, "password", details.getPassword());
        properties.setProperty("connectTimeout", PATIENCE_SECONDS);
        properties.setProperty("socketTimeout", PATIENCE_SECONDS);
        try {
            return DriverManager.getConnection(details.getJdbcUrl(), properties);
        } catch (SQLException e) {
            refuse(String.valueOf(e.getSQLState()));
            if (StoreOutage.isOne(e)) {
                throw new Away(StoreOutage.reason(e), e);
            }
            throw new StartRefused(
                    "PostgreSQL cannot be used (SQL state " + e.getSQLState() + "); check SPRING_DATASOURCE_URL");
        }
    }

    // What is an outage later is a wrong setting at the start.
    private static void refuse(String state) {
        if (state.startsWith("28")) {
            throw new StartRefused("PostgreSQL refuses the user or the password; check SPRING_DATASOURCE_USERNAME and"
                    + " SPRING_DATASOURCE_PASSWORD");
        }
        if (state.equals("3D000")) {
            throw new StartRefused("PostgreSQL has no database of that name; create it or check SPRING_DATASOURCE_URL");
        }
    }

    private static void setIfPresent(Properties properties, String name, @Nullable String value) {
        if (value != null) {
            properties.setProperty(name, value);
        }
    }
}
