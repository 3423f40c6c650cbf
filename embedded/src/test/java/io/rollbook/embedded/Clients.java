package io.rollbook.embedded;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;

/** Clients of the servers, as the tests need them. */
final class Clients {

    static final String TOPIC = "events";

    private Clients() {}

    static Connection connect(PostgresServer postgres) throws SQLException {
        return DriverManager.getConnection(postgres.jdbcUrl(), postgres.user(), postgres.password());
    }

    /** The first column of the rows. */
    static List<String> select(PostgresServer postgres, String sql) throws SQLException {
        try (var connection = connect(postgres);
                var statement = connection.createStatement();
                var rows = statement.executeQuery(sql)) {
            var values = new ArrayList<String>();
            while (rows.next()) {
                values.add(rows.getString(1));
            }
            return values;
        }
    }

    static void execute(PostgresServer postgres, String sql) throws SQLException {
        try (var connection = connect(postgres);
                var statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    static void createTopic(KafkaServer kafka) throws Exception {
        try (var admin = Admin.create(to(kafka, Map.of()))) {
            admin.createTopics(List.of(new NewTopic(TOPIC, 1, (short) 1))).all().get();
        }
    }

    static KafkaProducer<String, String> producer(KafkaServer kafka) {
        return new KafkaProducer<>(to(kafka, Map.of("acks", "all")), new StringSerializer(), new StringSerializer());
    }

    static KafkaConsumer<String, String> consumer(KafkaServer kafka, String group) {
        var consumer = new KafkaConsumer<>(
                to(
                        kafka,
                        Map.of(
                                "group.id", group,
                                "auto.offset.reset", "earliest",
                                "enable.auto.commit", "false",
                                "session.timeout.ms", "1000",
                                "heartbeat.interval.ms", "300")),
                new StringDeserializer(),
                new StringDeserializer());
        consumer.subscribe(List.of(TOPIC));
        return consumer;
    }

    /** What a client of that broker is made with. */
    static Map<String, Object> to(KafkaServer kafka, Map<String, String> settings) {
        var all = new HashMap<String, Object>(kafka.clientSettings());
        all.put("bootstrap.servers", kafka.bootstrapServers());
        all.putAll(settings);
        return all;
    }

    /** Reads on, and commits, until so many values have come. */
    static List<String> read(KafkaConsumer<String, String> consumer, int count) {
        var values = new ArrayList<String>();
        var deadline = System.nanoTime() + Duration.ofSeconds(60).toNanos();
        while (values.size() < count && System.nanoTime() < deadline) {
            consumer.poll(Duration.ofMillis(200)).forEach(found -> values.add(found.value()));
        }
        consumer.commitSync();
        return values;
    }
}
