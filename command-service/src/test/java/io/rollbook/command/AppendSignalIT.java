package io.rollbook.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.rollbook.command.publishing.EventPublisher;
import io.rollbook.command.publishing.EventTopicSettings;
import java.time.Duration;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.test.annotation.DirtiesContext;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;

/** The instance that publishes is told of appends of another: it would not look by itself while this test runs. */
@SpringBootTest(
        classes = CommandServiceApplication.class,
        webEnvironment = SpringBootTest.WebEnvironment.RANDOM_PORT,
        properties = "rollbook.store.poll=1h")
@DirtiesContext
@Tag("thorough")
class AppendSignalIT {

    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final String OWN = "signalled";

    @Autowired
    private EventPublisher publisher;

    @Autowired
    private EventTopicSettings settings;

    @DynamicPropertySource
    static void servers(DynamicPropertyRegistry properties) {
        WriteSide.propertiesWithOwn(OWN).forEach((name, value) -> properties.add(name, () -> value));
    }

    @Test
    void anAppendOfTheOtherIsPublishedHere() {
        await().atMost(PATIENCE).until(() -> publisher.published() > 0);
        try (var other = OtherInstance.start(WriteSide.propertiesOf(OWN));
                var topic = new KafkaTopic(settings.name())) {
            var http = other.http();
            var admin = http.adminToken();
            assertThat(http.createRole(admin).statusCode()).isEqualTo(201);
            // One after the other, so that each has to be told of.
            IntStream.rangeClosed(1, 10).forEach(round -> {
                assertThat(http.send("PUT", "/api/roles/4", admin, "{\"name\": \"operator " + round + "\"}")
                                .statusCode())
                        .isEqualTo(201);
                await().atMost(PATIENCE)
                        .untilAsserted(
                                () -> assertThat(topic.distinctOf("role-4")).hasSize(1 + round));
            });
        }
    }
}
