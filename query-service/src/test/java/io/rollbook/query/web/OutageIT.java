package io.rollbook.query.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.rollbook.api.event.EventTopic;
import io.rollbook.servers.Cable;
import io.rollbook.servers.TestMongo;
import io.rollbook.web.platform.Floor;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.parallel.Isolated;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.test.annotation.DirtiesContext;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;

/** The database goes away under load and comes back: what an operator reads of it at night, and what it costs meanwhile. */
@SpringBootTest(
        classes = TestQuerySide.class,
        webEnvironment = WebEnvironment.RANDOM_PORT,
        properties = {"spring.threads.virtual.enabled=true"})
@ExtendWith(OutputCaptureExtension.class)
@DirtiesContext
@Isolated("it counts the lines of the whole process and the rounds of its loops")
@Tag("thorough")
class OutageIT {

    private static final TestMongo MONGO = TestMongo.start();
    private static final PersonTopicsBroker KAFKA = PersonTopicsBroker.start();
    private static final Cable CABLE = MONGO.cable();
    private static final Duration SOON = Duration.ofSeconds(30);
    private static final Pattern LINE = Pattern.compile("(?m)^.*\\b(INFO|WARN|ERROR)\\b.*$");
    private static final int DOZEN = 12;
    // Ten times what any loop here needs, and a thirtieth of what one makes that waits for nothing but its floor.
    private static final long MOST_ROUNDS_A_SECOND = 30;

    @LocalServerPort
    private int port;

    @DynamicPropertySource
    static void servers(DynamicPropertyRegistry registry) throws ExecutionException, InterruptedException {
        KAFKA.register(registry);
        try (var admin = Admin.create(Map.of("bootstrap.servers", KAFKA.bootstrapServers()))) {
            admin.createTopics(List.of(new NewTopic(EventTopic.DEFAULT_NAME, 1, (short) 1)))
                    .all()
                    .get();
        }
        registry.add("spring.mongodb.uri", () -> TestMongo.connectionString(CABLE) + "/rollbook");
    }

    @AfterAll
    static void stop() {
        CABLE.close();
        KAFKA.close();
        MONGO.close();
    }

    @Test
    void anOutageIsADozenLinesAndOccupiesNoCore(CapturedOutput output) {
        var client = new Client(port);
        await().atMost(SOON).until(() -> status(client) == 401);
        var before = output.getAll().length();
        var rounds = Floor.idleRounds();
        var begun = System.nanoTime();

        CABLE.cut();
        var refused = IntStream.range(0, 4)
                .mapToObj(any -> client.get(Roll.ADMIN, "/api/roles"))
                .toList();
        await().atMost(SOON)
                .untilAsserted(() -> assertThat(output)
                        .contains("waiting for MongoDB, which cannot be reached: reads are answered 503"));
        CABLE.mend();
        await().atMost(SOON).until(() -> status(client) == 401);
        await().atMost(SOON).untilAsserted(() -> assertThat(output).contains("MongoDB is there again, after "));
        await().atMost(SOON)
                .untilAsserted(() -> assertThat(output).contains("no request was answered 503 for a while"));

        assertThat(refused).allSatisfy(answer -> {
            assertThat(answer.status()).isEqualTo(503);
            assertThat(answer.header("Retry-After")).isEqualTo("2");
        });
        var said = output.getAll().substring(before);
        assertThat(LINE.matcher(said).results().count()).as(said).isLessThanOrEqualTo(DOZEN);
        assertThat(said).doesNotContain("\tat ", "waiting for Kafka");
        var seconds = Duration.ofNanos(System.nanoTime() - begun).toSeconds() + 1;
        assertThat(Floor.idleRounds())
                .as("rounds of each loop within %s s", seconds)
                .containsKeys("person-keys", "consumer of users", "projection-lag", "announcements")
                .allSatisfy((loop, now) -> assertThat(now - rounds.getOrDefault(loop, 0L))
                        .as(loop)
                        .isLessThanOrEqualTo(MOST_ROUNDS_A_SECOND * seconds));
    }

    private static int status(Client client) {
        return client.get(Roll.ADMIN, "/api/roles").status();
    }
}
