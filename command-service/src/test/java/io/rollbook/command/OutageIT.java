package io.rollbook.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.rollbook.servers.Cable;
import io.rollbook.web.platform.Floor;
import java.io.IOException;
import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.test.annotation.DirtiesContext;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;

/** The store goes away and comes back: clients are told so, soon, and nothing has to be started again. */
@SpringBootTest(classes = CommandServiceApplication.class, webEnvironment = SpringBootTest.WebEnvironment.RANDOM_PORT)
@ExtendWith(OutputCaptureExtension.class)
@DirtiesContext
@Tag("thorough")
class OutageIT {

    private static final String NAME = "outage";
    private static final Cable CABLE = WriteSide.databaseCable();
    // Two seconds until the store counts as away, and what a busy machine adds.
    private static final Duration SOON = Duration.ofSeconds(4);

    // Of the loops of one name together; the floor under each would allow a hundred.
    private static final long MOST_ROUNDS_A_SECOND = 30;

    @LocalServerPort
    private int port;

    @DynamicPropertySource
    static void servers(DynamicPropertyRegistry properties) {
        var through = WriteSide.propertiesWithOwn(NAME);
        through.put("spring.datasource.url", "jdbc:postgresql://%s/%s".formatted(CABLE.address(), NAME));
        through.forEach((name, value) -> properties.add(name, () -> value));
    }

    @AfterAll
    static void unplug() throws IOException {
        CABLE.close();
    }

    @Test
    void theStoreThatIsAwayIs503WithoutAHangAndComesBackByItself(CapturedOutput output) {
        var http = new HttpSide(port);
        var token = http.adminToken();
        assertThat(http.createRole(token).statusCode()).isEqualTo(201);
        var rounds = Floor.idleRounds();
        var before = System.nanoTime();

        CABLE.cut();
        try {
            for (var i = 0; i < 3; i++) {
                var begun = System.nanoTime();
                var refused = http.createRole(token);

                assertThat(Duration.ofNanos(System.nanoTime() - begun)).isLessThan(SOON);
                assertThat(refused.statusCode()).isEqualTo(503);
                assertThat(refused.headers().firstValue("Retry-After")).hasValue("2");
                assertThat(refused.body()).contains("ServiceUnavailableError", "the event store cannot be reached");
            }
            assertThat(http.send("POST", "/api/auth/login", null, """
                            {"email": "a@example.org", "password": "a long enough secret"}""").statusCode())
                    .isEqualTo(503);
            await().atMost(Duration.ofSeconds(15))
                    .untilAsserted(() -> assertThat(output).contains("waiting for PostgreSQL; the event store "));
        } finally {
            CABLE.mend();
        }

        await().atMost(Duration.ofSeconds(15))
                .untilAsserted(
                        () -> assertThat(http.createRole(token).statusCode()).isEqualTo(201));
        try (var topic = new KafkaTopic(NAME)) {
            await().atMost(Duration.ofSeconds(20))
                    .untilAsserted(() -> assertThat(topic.sent().stream()
                                    .filter(sent -> sent.header("ce_type").equals("role.created"))
                                    .map(KafkaTopic.Sent::key)
                                    .distinct())
                            .as("three built-in roles, one from before, one from after")
                            .hasSizeGreaterThanOrEqualTo(5));
        }
        await().atMost(Duration.ofSeconds(15))
                .untilAsserted(() -> assertThat(output).contains("PostgreSQL is there again"));
        assertThat(output)
                .as("said in one sentence, once")
                .containsOnlyOnce("waiting for PostgreSQL")
                .doesNotContain("\tat ", "com.zaxxer.hikari", "EmbeddedEventStore", "TrackingEventProcessor");
        var seconds = Duration.ofNanos(System.nanoTime() - before).toSeconds() + 1;
        assertThat(Floor.idleRounds())
                .as("rounds of each loop within %s s", seconds)
                .containsKeys(
                        "publishing", "publishing-watch", "store-watch", "signals of appends", "telling of appends")
                .allSatisfy((loop, now) -> assertThat(now - rounds.getOrDefault(loop, 0L))
                        .as(loop)
                        .isLessThanOrEqualTo(MOST_ROUNDS_A_SECOND * seconds));
    }
}
