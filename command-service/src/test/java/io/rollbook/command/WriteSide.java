package io.rollbook.command;

import io.rollbook.servers.Cable;
import io.rollbook.servers.TestKafka;
import io.rollbook.servers.TestPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.Map;
import org.springframework.boot.SpringApplication;
import org.springframework.jdbc.datasource.DriverManagerDataSource;
import org.springframework.test.context.DynamicPropertyRegistry;

/** Real servers for the tests of this module, started once and shared by all of them. */
public final class WriteSide {

    /** Who the first administrator is in every test. */
    public static final String ADMIN_EMAIL = "admin@example.org";

    public static final String ADMIN_PASSWORD = "correct horse battery";

    private static final Path FOLDER = folder();
    private static final TestPostgres POSTGRES = TestPostgres.start(FOLDER.resolve("postgres"));
    private static final TestKafka KAFKA = TestKafka.start(FOLDER.resolve("kafka"));

    static {
        // After the application contexts have closed, which still write to both.
        SpringApplication.getShutdownHandlers().add(() -> {
            KAFKA.close();
            POSTGRES.close();
        });
    }

    private WriteSide() {}

    /** Points the application at the servers. */
    public static void connect(DynamicPropertyRegistry properties) {
        properties().forEach((name, value) -> properties.add(name, () -> value));
    }

    /** What an instance needs to be told to share the database that the test context uses. */
    public static Map<String, String> properties() {
        var properties = new HashMap<String, String>();
        properties.put("spring.datasource.url", POSTGRES.jdbcUrl());
        properties.put("spring.datasource.username", POSTGRES.user());
        properties.put("spring.datasource.password", POSTGRES.password());
        properties.put("spring.kafka.bootstrap-servers", KAFKA.bootstrapServers());
        properties.put("rollbook.data", FOLDER.resolve("data").toString());
        properties.put("rollbook.admin.email", ADMIN_EMAIL);
        properties.put("rollbook.admin.password", ADMIN_PASSWORD);
        // There is no read side here that could tell how far it is.
        properties.put("rollbook.access-folded.timeout", "0s");
        properties.put("server.port", "0");
        return properties;
    }

    /** What an instance needs to be told to have a database and a topic of its own, which are made here. */
    public static Map<String, String> propertiesWithOwn(String name) {
        try (var connection = connections().getConnection();
                var statement = connection.createStatement()) {
            statement.execute("create database " + name);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
        return propertiesOf(name);
    }

    /** What another instance needs to be told to share the database and the topic that were made under that name. */
    static Map<String, String> propertiesOf(String name) {
        var properties = properties();
        properties.put("spring.datasource.url", POSTGRES.jdbcUrl(name));
        properties.put("rollbook.topic.name", name);
        properties.put("rollbook.personal.keys-topic", name + ".keys");
        properties.put("rollbook.personal.erasures-topic", name + ".erasures");
        return properties;
    }

    /** Connections to the shared database beside those of the application, with nothing set. */
    public static DriverManagerDataSource connections() {
        return new DriverManagerDataSource(POSTGRES.jdbcUrl(), POSTGRES.user(), POSTGRES.password());
    }

    /** A new cable to the database server. */
    public static Cable databaseCable() {
        return POSTGRES.cable();
    }

    /** A new cable to the broker, for the first contact. */
    public static Cable kafkaCable() {
        return KAFKA.cable();
    }

    static String bootstrapServers() {
        return KAFKA.bootstrapServers();
    }

    private static Path folder() {
        try {
            return Files.createTempDirectory(Path.of("target").toAbsolutePath(), "servers");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
