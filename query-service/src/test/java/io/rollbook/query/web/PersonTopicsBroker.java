package io.rollbook.query.web;

import io.rollbook.api.personal.PersonTopics;
import io.rollbook.query.personal.TestKeys;
import io.rollbook.servers.TestKafka;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.springframework.test.context.DynamicPropertyRegistry;

/** A broker that has nothing but the topics of keys and erasures, both empty: nothing is served before they are read. */
final class PersonTopicsBroker implements AutoCloseable {
    private final TestKafka kafka;

    private PersonTopicsBroker(TestKafka kafka) {
        this.kafka = kafka;
    }

    static PersonTopicsBroker start() {
        try {
            Files.createDirectories(Path.of("target"));
            var kafka =
                    TestKafka.start(Files.createTempDirectory(Path.of("target").toAbsolutePath(), "kafka"));
            make(kafka.bootstrapServers());
            return new PersonTopicsBroker(kafka);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Makes the two topics. */
    static void make(String bootstrapServers) {
        try (var admin = Admin.create(Map.of("bootstrap.servers", bootstrapServers))) {
            admin.createTopics(List.of(
                            new NewTopic(PersonTopics.KEYS, 1, (short) 1),
                            new NewTopic(PersonTopics.ERASURES, 1, (short) 1)))
                    .all()
                    .get();
        } catch (InterruptedException | ExecutionException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Tells the read side where it is, and gives it a key ring. */
    void register(DynamicPropertyRegistry registry) {
        registry.add("spring.kafka.bootstrap-servers", kafka::bootstrapServers);
        registry.add("rollbook.personal.key-ring", TestKeys::ring);
    }

    String bootstrapServers() {
        return kafka.bootstrapServers();
    }

    @Override
    public void close() {
        kafka.close();
    }
}
