package io.rollbook.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.rollbook.command.publishing.EventPublisher;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.web.server.LocalManagementPort;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.test.annotation.DirtiesContext;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What an operator sees of the write side, over HTTP, on a management port of its own. */
@SpringBootTest(
        classes = CommandServiceApplication.class,
        webEnvironment = SpringBootTest.WebEnvironment.RANDOM_PORT,
        properties = {
            "management.server.port=0",
            "rollbook.publishing.interval=100ms",
            "rollbook.publishing.stuck-after=1s"
        })
@DirtiesContext
class SignalsIT {

    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final Duration SOON = Duration.ofSeconds(15);

    @LocalServerPort
    private int port;

    @LocalManagementPort
    private int managementPort;

    @Autowired
    private EventPublisher publisher;

    @DynamicPropertySource
    static void servers(DynamicPropertyRegistry properties) {
        WriteSide.propertiesWithOwn("signals").forEach((name, value) -> properties.add(name, () -> value));
    }

    @Test
    void publishingThatHasNothingToDoIsUpHoweverLongItHasNothingToDo() {
        await().atMost(SOON).untilAsserted(() -> assertThat(pace()).isEqualTo("idle"));

        await().during(Duration.ofSeconds(2)).atMost(SOON).untilAsserted(() -> {
            var health = operator("/actuator/health/publishing");
            assertThat(health.statusCode()).isEqualTo(200);
            assertThat(details(health).path("pace").stringValue()).isEqualTo("idle");
            assertThat(details(health).path("publisher").stringValue()).isEqualTo("this instance");
            assertThat(sample("rollbook_publishing_oldest_age_seconds")).isZero();
        });
    }

    @Test
    void publishingThatStandsStillWithSomethingToDoIsDownUntilItGoesOn() {
        await().atMost(SOON).untilAsserted(() -> assertThat(pace()).isEqualTo("idle"));
        publisher.stop();
        try {
            createRole();

            await().atMost(SOON).untilAsserted(() -> {
                var health = operator("/actuator/health/publishing");
                assertThat(health.statusCode()).isEqualTo(503);
                assertThat(details(health).path("pace").stringValue()).isEqualTo("stuck");
                assertThat(details(health).path("unpublished").longValue()).isEqualTo(1);
                assertThat(details(health).path("publisher").stringValue()).isEqualTo("nobody");
            });
            assertThat(sample("rollbook_publishing_oldest_age_seconds")).isGreaterThan(1);
            assertThat(operator("/actuator/health/liveness").statusCode()).isEqualTo(200);
            assertThat(operator("/actuator/health/readiness").statusCode())
                    .as("it goes on taking commands")
                    .isEqualTo(200);
        } finally {
            publisher.start();
        }
        await().atMost(SOON).untilAsserted(() -> assertThat(pace()).isEqualTo("idle"));
    }

    @Test
    void commandsAreCountedByTypeAndOutcomeAndSignInsByOutcome() {
        var http = new HttpSide(port);
        createRole();
        http.send("PUT", "/api/roles/9999", http.adminToken(), "{\"name\": \"nobody\"}");
        http.send("POST", "/api/auth/login", null, "{\"email\": \"a@example.org\", \"password\": \"wrong wrong\"}");

        assertThat(sample("rollbook_commands_seconds_count{outcome=\"ok\",reason=\"none\",type=\"CreateRole\"}"))
                .isPositive();
        assertThat(
                        sample(
                                "rollbook_commands_seconds_count{outcome=\"rejected\",reason=\"not_found\",type=\"RenameRole\"}"))
                .isPositive();
        assertThat(sample("rollbook_append_seconds_count")).isPositive();
        assertThat(sample("rollbook_append_seconds_sum")).isPositive();
        assertThat(sample("rollbook_sign_ins_total{outcome=\"ok\"}")).isPositive();
        assertThat(sample("rollbook_sign_ins_total{outcome=\"refused\"}")).isPositive();
        await().atMost(SOON)
                .untilAsserted(
                        () -> assertThat(sample("rollbook_published_total")).isPositive());
        assertThat(operator("/actuator/prometheus").body()).contains("jvm_memory_used_bytes", "hikaricp_connections");
    }

    @Test
    void onAPortOfTheirOwnOperatorsNeedNoTokenAndTheMainPortHasNothingForThem() {
        assertThat(operator("/actuator/health").statusCode()).isEqualTo(200);
        for (var path : new String[] {"/actuator/health", "/actuator/prometheus", "/actuator/health/readiness"}) {
            assertThat(new HttpSide(port).send("GET", path, null, "").statusCode())
                    .as(path)
                    .isEqualTo(404);
        }
    }

    private void createRole() {
        var http = new HttpSide(port);
        assertThat(http.createRole(http.adminToken()).statusCode()).isEqualTo(201);
    }

    private String pace() {
        return details(operator("/actuator/health/publishing")).path("pace").stringValue();
    }

    private static JsonNode details(HttpResponse<String> health) {
        return JSON.readTree(health.body()).path("details");
    }

    private HttpResponse<String> operator(String path) {
        return new HttpSide(managementPort).send("GET", path, null, "");
    }

    /** The value of the sample of that name and these labels. */
    private double sample(String name) {
        var matcher = Pattern.compile("^" + Pattern.quote(name) + " (\\S+)$", Pattern.MULTILINE)
                .matcher(operator("/actuator/prometheus").body());
        return matcher.find() ? Double.parseDouble(matcher.group(1)) : Double.NaN;
    }
}
