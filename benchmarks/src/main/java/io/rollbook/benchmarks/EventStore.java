package io.rollbook.benchmarks;

import java.io.IOException;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.Properties;

/**
 * The embedded PostgreSQL with the history.
 *
 * @param folder the embedded servers' folder
 */
record EventStore(Path folder) {

    /** A superuser's connection. */
    Connection connect() throws SQLException {
        var postgres = folder.resolve("postgres");
        try {
            var settings = new Properties();
            settings.load(new StringReader(
                    Files.readString(postgres.resolve("cluster").resolve("rollbook.conf"))));
            return DriverManager.getConnection(
                    "jdbc:postgresql://127.0.0.1:%s/rollbook".formatted(settings.getProperty("port")),
                    "postgres",
                    Files.readString(postgres.resolve("password")).strip());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** How many events there are. */
    long events() throws SQLException {
        try (var connection = connect();
                var statement = connection.createStatement();
                var count = statement.executeQuery("select count(*) from domain_event")) {
            count.next();
            return count.getLong(1);
        }
    }
}
