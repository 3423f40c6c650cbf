package io.rollbook.servers;

import io.rollbook.embedded.PostgresServer;
import java.nio.file.Path;
import org.testcontainers.postgresql.PostgreSQLContainer;

/** A PostgreSQL server with an empty database, and a user who may make more of them. */
public final class TestPostgres implements AutoCloseable {

    private final String host;
    private final int port;
    private final String user;
    private final String password;
    private final Runnable stop;

    private TestPostgres(String host, int port, String user, String password, Runnable stop) {
        this.host = host;
        this.port = port;
        this.user = user;
        this.password = password;
        this.stop = stop;
    }

    /** Starts one, over {@code directory} if it is embedded. */
    public static TestPostgres start(Path directory) {
        return Containers.wanted() ? inContainer() : embedded(PostgresServer.start(directory));
    }

    private static TestPostgres inContainer() {
        // As many connections as docker-compose.yml allows: several instances share the server.
        var container = Containers.start(new PostgreSQLContainer(Containers.POSTGRES)
                .withDatabaseName(PostgresServer.NAME)
                .withUsername(PostgresServer.NAME)
                .withCommand("postgres", "-c", "max_connections=200"));
        return new TestPostgres(
                container.getHost(),
                container.getMappedPort(PostgreSQLContainer.POSTGRESQL_PORT),
                container.getUsername(),
                container.getPassword(),
                container::stop);
    }

    /** What is running already, in the shape that tests know. */
    static TestPostgres embedded(PostgresServer server) {
        return new TestPostgres("127.0.0.1", server.port(), server.user(), server.password(), server::close);
    }

    public String jdbcUrl() {
        return jdbcUrl(PostgresServer.NAME);
    }

    /** The address of another database, which the caller has made. */
    public String jdbcUrl(String database) {
        return "jdbc:postgresql://%s:%s/%s".formatted(host, port, database);
    }

    public String user() {
        return user;
    }

    public String password() {
        return password;
    }

    /** A new cable to this server. */
    public Cable cable() {
        return new Cable(host, port);
    }

    @Override
    public void close() {
        stop.run();
    }
}
