package io.rollbook.command;

import io.rollbook.embedded.KafkaServer;
import io.rollbook.embedded.PostgresServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.springframework.boot.SpringApplication;
import org.springframework.test.context.DynamicPropertyRegistry;

/** Real servers for the tests of this module, started once and shared by all of them. */
public final class WriteSide {

    private static final Path FOLDER = folder();
    private static final PostgresServer POSTGRES = PostgresServer.start(FOLDER.resolve("postgres"));
    private static final KafkaServer KAFKA = KafkaServer.start(FOLDER.resolve("kafka"));

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
        properties.add("spring.datasource.url", POSTGRES::jdbcUrl);
        properties.add("spring.datasource.username", POSTGRES::user);
        properties.add("spring.datasource.password", POSTGRES::password);
        properties.add("spring.kafka.bootstrap-servers", KAFKA::bootstrapServers);
        properties.add("rollbook.data", () -> FOLDER.resolve("data").toString());
        properties.add("rollbook.admin.email", () -> "admin@example.org");
        properties.add("rollbook.admin.password", () -> "correct horse battery");
        properties.add("server.port", () -> 0);
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
