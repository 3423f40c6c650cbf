package io.rollbook.query.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoClients;
import com.mongodb.client.model.IndexOptions;
import com.mongodb.client.model.Indexes;
import io.rollbook.api.event.DomainEvent;
import io.rollbook.api.role.RoleCreated;
import io.rollbook.api.role.RoleId;
import io.rollbook.api.role.RoleRenamed;
import io.rollbook.api.user.UserDisabled;
import io.rollbook.api.user.UserId;
import io.rollbook.personal.KeyRingFile;
import io.rollbook.query.projection.EventRecords;
import io.rollbook.servers.Cable;
import io.rollbook.servers.TestKafka;
import io.rollbook.servers.TestMongo;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicLong;
import java.util.regex.Pattern;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.boot.test.web.server.LocalManagementPort;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.test.annotation.DirtiesContext;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;
import tools.jackson.databind.JsonNode;

/** What an operator sees of the read side, over HTTP: from a start before its servers are there to a stuck projection. */
@SpringBootTest(
        classes = TestQuerySide.class,
        webEnvironment = WebEnvironment.RANDOM_PORT,
        properties = {
            "management.server.port=0",
            "rollbook.topic.name=" + SignalsIT.TOPIC,
            "rollbook.query.lag.interval=100ms",
            "rollbook.query.lag.stuck-after=2s",
            "rollbook.query.projection.retry-interval=200ms"
        })
@ExtendWith(OutputCaptureExtension.class)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
@DirtiesContext
class SignalsIT {
    static final String TOPIC = "signals";

    private static final Duration SOON = Duration.ofSeconds(30);
    private static final EventRecords RECORDS = new EventRecords();
    private static final TestKafka KAFKA = TestKafka.start(folder());
    private static final TestMongo MONGO = TestMongo.start();
    private static final Path KEY_RING = folder().resolve("key-ring.json");
    private static final Cable TO_KAFKA = KAFKA.cable();
    private static final Cable TO_MONGO = MONGO.cable();
    private static final MongoClient LOOKS = MongoClients.create(MONGO.connectionString());

    @LocalServerPort
    private int port;

    @LocalManagementPort
    private int managementPort;

    @DynamicPropertySource
    static void serversThatAreAway(DynamicPropertyRegistry registry) {
        TO_KAFKA.cut();
        TO_MONGO.cut();
        registry.add("spring.mongodb.uri", () -> TestMongo.connectionString(TO_MONGO) + "/rollbook");
        registry.add("spring.kafka.bootstrap-servers", () -> TO_KAFKA.address());
        registry.add(
                "rollbook.personal.key-ring-file",
                () -> KEY_RING.toAbsolutePath().toString());
    }

    @AfterAll
    static void stop() {
        TO_KAFKA.close();
        TO_MONGO.close();
        LOOKS.close();
        MONGO.close();
        KAFKA.close();
    }

    @Test
    @Order(1)
    void whileItsServersAreAwayItIsAliveAndSaysWhatIsMissing(CapturedOutput output) {
        assertThat(operator("/actuator/health/liveness").http().body()).isEqualTo("{\"status\":\"UP\"}");
        await().atMost(SOON)
                .until(() -> missing("topic").equals("Kafka cannot be reached")
                        && missing("mongodb").equals("MongoDB cannot be reached"));
        var readiness = operator("/actuator/health/readiness");
        assertThat(readiness.status()).isEqualTo(503);
        assertThat(readiness.http().body()).doesNotContain("127.0.0.1", "localhost");
        assertThat(missing("projections")).startsWith("not filled yet: ").contains("users", "roles");
        assertThat(component("topic").path("status").stringValue()).isEqualTo("DEGRADED");
        assertThat(missing("personKeys")).isEqualTo("the key ring is not there yet");

        for (var path : List.of("/api/roles", "/api/users/1", "/api/auth/authenticated")) {
            var answer = new Client(port).get(Roll.ADMIN, path);
            assertThat(answer.status()).isEqualTo(503);
            assertThat(answer.header("Retry-After")).isEqualTo("2");
            assertThat(answer.details()).isEqualTo("the read model is being filled");
        }
        var integration = new Client(port).get(Roll.ADMIN, "/api/userIntegration?page=1&limit=10");
        assertThat(integration.status()).isEqualTo(503);
        assertThat(integration.header("Retry-After")).isEqualTo("2");
        assertThat(integration.http().body())
                .isEqualTo("{\"status\":503,\"error\":\"the read model is being filled\"}");
        assertThat(output).contains("waiting for Kafka, which cannot be reached");
    }

    @Test
    @Order(2)
    void itIsReadyByItselfWhenTheyCome() throws Exception {
        try (var admin = Admin.create(Map.of("bootstrap.servers", KAFKA.bootstrapServers()))) {
            admin.createTopics(List.of(new NewTopic(TOPIC, 3, (short) 1))).all().get();
        }
        PersonTopicsBroker.make(KAFKA.bootstrapServers());
        Roll.events().forEach(event -> send(event));
        TO_MONGO.mend();
        TO_KAFKA.mend();
        await().atMost(SOON).until(() -> missing("projections").equals("not filled yet: users"));
        assertThat(operator("/actuator/health/readiness").status()).isEqualTo(503);
        var refused = new Client(port).get(Roll.ADMIN, "/api/roles");
        assertThat(refused.status()).isEqualTo(503);
        assertThat(refused.details()).isEqualTo("the read model is being filled");
        KeyRingFile.loadOrCreate(KEY_RING);

        await().atMost(SOON).until(() -> operator("/actuator/health/readiness").status() == 200);
        assertThat(new Client(port).get(Roll.ADMIN, "/api/roles").status()).isEqualTo(200);
        await().atMost(SOON).untilAsserted(() -> assertThat(pace("users")).isEqualTo("idle"));
    }

    @Test
    @Order(3)
    void projectionsThatHaveNothingToDoAreUpHoweverLongTheyHaveNothingToDo() {
        await().during(Duration.ofSeconds(4)).atMost(SOON).untilAsserted(() -> {
            assertThat(operator("/actuator/health/lag").status()).isEqualTo(200);
            assertThat(pace("roles")).isEqualTo("idle");
        });
        assertThat(sample("rollbook_projection_lag_events{projection=\"roles\"}"))
                .isZero();
        assertThat(sample("rollbook_projection_lag_seconds{projection=\"roles\"}"))
                .isZero();
        assertThat(sample("rollbook_projection_folded_total{projection=\"roles\"}"))
                .isEqualTo(6);
    }

    @Test
    @Order(4)
    void aProjectionThatStandsStillIsDownUntilItGoesOn() {
        var roles = LOOKS.getDatabase("rollbook").getCollection("roles_v2");
        // What no code does, and nothing but a person can mend: the database refuses what has to be stored.
        var index = roles.createIndex(
                Indexes.ascending("name"), new IndexOptions().unique(true).sparse(true));
        send(new RoleCreated(new RoleId(11), "twice"));
        send(new RoleCreated(new RoleId(12), "twice"));

        await().atMost(SOON).untilAsserted(() -> {
            assertThat(pace("roles")).isEqualTo("stuck");
            assertThat(operator("/actuator/health/lag").status()).isEqualTo(503);
        });
        assertThat(pace("users")).as("only the one is stuck").isEqualTo("idle");
        assertThat(sample("rollbook_projection_lag_events{projection=\"roles\"}"))
                .isPositive();
        assertThat(sample("rollbook_projection_lag_seconds{projection=\"roles\"}"))
                .isGreaterThan(1);
        assertThat(operator("/actuator/health/liveness").status()).isEqualTo(200);
        assertThat(operator("/actuator/health/readiness").status())
                .as("it goes on answering reads")
                .isEqualTo(200);

        roles.dropIndex(index);

        await().atMost(SOON).untilAsserted(() -> {
            assertThat(pace("roles")).isEqualTo("idle");
            assertThat(operator("/actuator/health/lag").status()).isEqualTo(200);
        });
    }

    @Test
    @Order(5)
    void whatIsSetAsideIsShownAndHoldsUpNothing(CapturedOutput output) {
        var poison = RECORDS.at(TOPIC, new RoleRenamed(new RoleId(11), "early"), 2);
        poison.headers().add("ce_correlationid", "ticket-18".getBytes(StandardCharsets.UTF_8));
        send(poison);
        send(RECORDS.at(TOPIC, new RoleRenamed(new RoleId(11), "later"), 3));

        await().atMost(SOON).untilAsserted(() -> {
            assertThat(details().path("roles").path("aggregatesWithDeadLetters").longValue())
                    .isEqualTo(1);
            assertThat(details().path("roles").path("deadLetters").longValue()).isEqualTo(2);
            assertThat(details().path("roles").path("waitingForKey").longValue())
                    .isZero();
            assertThat(sample("rollbook_projection_dead_letters{projection=\"roles\"}"))
                    .isEqualTo(1);
            assertThat(operator("/actuator/health/lag").status()).isEqualTo(200);
        });
        assertThat(output.getOut().lines().filter(line -> line.contains("dead letter role-11")))
                .singleElement()
                .asString()
                .contains("[ticket-18]");
    }

    /** The event before this one never came, so the disabling cannot be folded. */
    @Test
    @Order(6)
    void aCallerWithADeadLetterIsLetInNowhere(CapturedOutput output) {
        var client = new Client(port);
        assertThat(client.get(Roll.AUDITOR, "/api/roles").status()).isEqualTo(200);

        send(RECORDS.at(TOPIC, new UserDisabled(new UserId(2)), 3));

        await().atMost(SOON).until(() -> client.get(Roll.AUDITOR, "/api/roles").status() == 503);
        for (var path : List.of("/api/users/2", "/api/auth/authenticated", "/api/userIntegration?page=1&limit=10")) {
            var refused = client.get(Roll.AUDITOR, path);
            assertThat(refused.status()).as(path).isEqualTo(503);
            assertThat(refused.header("Retry-After")).isEqualTo("30");
        }
        assertThat(client.get(Roll.ADMIN, "/api/users/2").status())
                .as("others read what is known of them")
                .isEqualTo(200);
        assertThat(output).contains("refused user-2, who has dead letters");
    }

    @Test
    @Order(7)
    void readsThatBringATokenAreCountedByWhatCameOfTheWait() {
        var client = new Client(port);
        client.get(Roll.ADMIN, "/api/roles/4", "X-Consistency-Token", "role-4@0");
        client.get(Roll.ADMIN, "/api/roles/4", "X-Consistency-Token", "role-4@99");

        assertThat(sample("rollbook_reads_seconds_count{outcome=\"fresh\"}")).isEqualTo(1);
        assertThat(sample("rollbook_reads_seconds_count{outcome=\"stale\"}")).isEqualTo(1);
        assertThat(sample("rollbook_reads_seconds_max{outcome=\"stale\"}")).isBetween(1.5, 4.0);
        // Which comes first, the read or the event, is not ours to say: again until it was the read.
        var versions = new AtomicLong();
        await().atMost(SOON).untilAsserted(() -> {
            var version = versions.incrementAndGet();
            var read = CompletableFuture.supplyAsync(
                    () -> client.get(Roll.ADMIN, "/api/roles/4", "X-Consistency-Token", "role-4@" + version));
            send(RECORDS.at(TOPIC, new RoleRenamed(new RoleId(4), "renamed " + version), version));
            assertThat(read.join().header("X-Consistency")).isEqualTo("fresh");
            assertThat(sample("rollbook_reads_seconds_count{outcome=\"waited\"}"))
                    .isPositive();
        });
    }

    @Test
    @Order(8)
    void readsGoOnWhileKafkaIsAwayAndReadinessNamesIt() {
        KAFKA.close();

        await().atMost(SOON).until(() -> missing("topic").equals("Kafka cannot be reached"));
        assertThat(operator("/actuator/health/readiness").status()).isEqualTo(200);
        assertThat(new Client(port).get(Roll.ADMIN, "/api/roles").status()).isEqualTo(200);
        await().atMost(SOON)
                .untilAsserted(() ->
                        assertThat(operator("/actuator/health/lag").status()).isEqualTo(503));
        assertThat(details().path("problem").stringValue()).isEqualTo("Kafka cannot be reached");
        await().atMost(SOON)
                .untilAsserted(() -> assertThat(details().path("personKeys").asString(""))
                        .isEqualTo("the topics of keys and erasures cannot be read"));
    }

    private static void send(DomainEvent event) {
        send(RECORDS.next(TOPIC, event));
    }

    private static void send(ProducerRecord<String, byte[]> record) {
        try (var producer = new KafkaProducer<>(
                Map.<String, Object>of("bootstrap.servers", KAFKA.bootstrapServers(), "linger.ms", 0),
                new StringSerializer(),
                new ByteArraySerializer())) {
            producer.send(record);
        }
    }

    private String pace(String projection) {
        return details().path(projection).path("pace").asString("");
    }

    private JsonNode details() {
        return operator("/actuator/health/lag").json().path("details");
    }

    private String missing(String component) {
        return component(component).path("details").path("missing").asString("");
    }

    private JsonNode component(String name) {
        return operator("/actuator/health/readiness").json().path("components").path(name);
    }

    private Client.Answer operator(String path) {
        return new Client(managementPort).get("", path);
    }

    private double sample(String name) {
        var matcher = Pattern.compile("^" + Pattern.quote(name) + " (\\S+)$", Pattern.MULTILINE)
                .matcher(operator("/actuator/prometheus").http().body());
        return matcher.find() ? Double.parseDouble(matcher.group(1)) : Double.NaN;
    }

    private static Path folder() {
        try {
            return Files.createTempDirectory(Path.of("target").toAbsolutePath(), "kafka");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
