package io.rollbook.command.startup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.awaitility.Awaitility.await;

import io.rollbook.command.CommandServiceApplication;
import io.rollbook.command.HttpSide;
import io.rollbook.command.OtherInstance;
import io.rollbook.command.WriteSide;
import io.rollbook.servers.Cable;
import io.rollbook.servers.FreePort;
import io.rollbook.web.platform.StartRefused;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.core.NestedExceptionUtils;

/** The write side is started before the servers it needs: it says so, answers meanwhile, and goes on when they come. */
@ExtendWith(OutputCaptureExtension.class)
@Tag("thorough")
class StartupIT {

    private static final Duration SOON = Duration.ofSeconds(30);

    private final Cable database = WriteSide.databaseCable();
    private final Cable kafka = WriteSide.kafkaCable();
    private final int port = FreePort.pick();
    private final HttpSide http = new HttpSide(port);
    private @Nullable CompletableFuture<ConfigurableApplicationContext> started;

    @AfterEach
    void stop() throws IOException {
        database.mend();
        kafka.mend();
        if (started != null) {
            started.thenAccept(ConfigurableApplicationContext::close).join();
        }
        database.close();
        kafka.close();
    }

    @Test
    void itAnswers503WhileItWaitsAndIsReadyWhenAllAreThere(CapturedOutput output) {
        database.cut();
        kafka.cut();
        start("opening");

        awaitStatus("/actuator/health/liveness", 200);
        var readiness = get("/actuator/health/readiness");
        assertThat(readiness.statusCode()).isEqualTo(503);
        assertThat(readiness.body()).contains("\"missing\":\"PostgreSQL cannot be reached\"");
        assertUnavailable("waits for PostgreSQL");
        assertThat(get("/.well-known/jwks.json").statusCode()).isEqualTo(200);
        assertThat(get("/actuator/health").statusCode()).as("not for everybody").isEqualTo(503);

        database.mend();
        await().atMost(SOON).untilAsserted(() -> assertUnavailable("waits for Kafka"));
        assertThat(get("/actuator/health/readiness").body()).contains("\"missing\":\"Kafka cannot be reached\"");
        assertThat(get("/actuator/health/liveness").statusCode()).isEqualTo(200);

        kafka.mend();
        awaitStatus("/actuator/health/readiness", 200);
        assertThat(http.adminToken()).isNotEmpty();
        assertThat(output).containsOnlyOnce("waiting for PostgreSQL").containsOnlyOnce("waiting for Kafka");
        assertThat(output).doesNotContain("\tat ", "com.zaxxer.hikari");
    }

    @Test
    void whoComesAsSoonAsThePortIsOpenIsNotTurnedAwayWhenNothingIsMissing() {
        start("prompt");

        var first = await().atMost(SOON)
                .pollDelay(Duration.ZERO)
                .pollInterval(Duration.ofMillis(1))
                .ignoreExceptionsInstanceOf(UncheckedIOException.class)
                .until(() -> http.send("POST", "/api/roles", null, "{\"name\": \"operator\"}"), answer -> true);

        assertThat(first.statusCode()).as(first.body()).isEqualTo(401);
    }

    @Test
    void itEndsWhenItIsToldToWhileItWaits() {
        database.cut();
        try (var waiting = OtherInstance.start(settings("waiting"))) {
            assertThat(waiting.ends()).isTrue();
        }
    }

    @Test
    void aPasswordThatPostgresRefusesIsOneSentenceAndNoWaiting(CapturedOutput output) {
        var settings = settings("refused");
        settings.put("spring.datasource.password", "not the one");

        assertRefused(settings, output, "PostgreSQL refuses the user or the password");
        assertThat(output).doesNotContain("not the one");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "change-me", "postgres", "<password>", "CHANGEME-in-production"})
    void aSecretThatNobodyChoseIsOneSentence(String value, CapturedOutput output) {
        var settings = WriteSide.properties();
        settings.put("spring.datasource.password", value);

        assertRefused(settings, output, "SPRING_DATASOURCE_PASSWORD");
    }

    @Test
    void aPlaceholderForTheFirstAdministratorIsOneSentence(CapturedOutput output) {
        var settings = WriteSide.properties();
        settings.put("rollbook.admin.password", "change me please");

        assertRefused(settings, output, "the secret in ROLLBOOK_ADMIN_PASSWORD is a placeholder");
    }

    private void assertRefused(Map<String, String> settings, CapturedOutput output, String sentence) {
        var failure = catchThrowable(() -> run(settings));
        assertThat(NestedExceptionUtils.getMostSpecificCause(failure)).isInstanceOf(StartRefused.class);
        assertThat(output.getErr().lines().filter(line -> line.startsWith("Rollbook cannot start: ")))
                .singleElement()
                .asString()
                .contains(sentence);
        assertThat(output).doesNotContain("\tat ");
    }

    private void assertUnavailable(String sentence) {
        var standard = http.send("POST", "/api/roles", null, "{\"name\": \"operator\"}");
        assertThat(standard.statusCode()).isEqualTo(503);
        assertThat(standard.headers().firstValue("Retry-After")).hasValue("2");
        assertThat(standard.body())
                .contains("\"code\":503", "\"status\":\"Service Unavailable\"", "ServiceUnavailableError", sentence);
        var integration = http.send("POST", "/api/userIntegration", null, "{}");
        assertThat(integration.statusCode()).isEqualTo(503);
        assertThat(integration.headers().firstValue("Retry-After")).hasValue("2");
        assertThat(integration.body())
                .startsWith("{\"status\":503,\"error\":\"")
                .contains(sentence);
    }

    private void awaitStatus(String path, int status) {
        await().atMost(SOON)
                .ignoreExceptionsInstanceOf(UncheckedIOException.class)
                .until(() -> get(path).statusCode() == status);
    }

    private HttpResponse<String> get(String path) {
        return http.send("GET", path, null, "");
    }

    private void start(String name) {
        var settings = settings(name);
        started = CompletableFuture.supplyAsync(() -> run(settings));
    }

    private static ConfigurableApplicationContext run(Map<String, String> settings) {
        var arguments = settings.entrySet().stream()
                .map(setting -> "--" + setting.getKey() + "=" + setting.getValue())
                .toArray(String[]::new);
        return SpringApplication.run(CommandServiceApplication.class, arguments);
    }

    private Map<String, String> settings(String name) {
        var settings = WriteSide.propertiesWithOwn(name);
        settings.put("spring.datasource.url", "jdbc:postgresql://%s/%s".formatted(database.address(), name));
        settings.put("spring.kafka.bootstrap-servers", kafka.address());
        settings.put("server.port", Integer.toString(port));
        return settings;
    }
}
