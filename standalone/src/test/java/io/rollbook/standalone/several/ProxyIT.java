package io.rollbook.standalone.several;

import static io.rollbook.standalone.support.Expect.error;
import static io.rollbook.standalone.support.Expect.integrationError;
import static io.rollbook.standalone.support.Expect.success;
import static io.rollbook.standalone.support.Expect.validationError;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.rollbook.standalone.several.SteadyLoad.Sent;
import io.rollbook.standalone.support.Answer;
import io.rollbook.standalone.support.Fields;
import io.rollbook.standalone.support.RawConnection;
import io.rollbook.standalone.support.RollbookClient;
import io.rollbook.standalone.support.RunningInstances;
import io.rollbook.standalone.support.RunningInstances.Instance;
import io.rollbook.standalone.support.Samples;
import io.rollbook.standalone.support.StoredEvent;
import java.net.URI;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Two command services and two query services behind the proxy with the configuration that is deployed. */
@Tag("thorough")
class ProxyIT {

    private static final Duration PATIENCE = Duration.ofMinutes(1);
    private static final int ROUND = 12;
    private static final int LOAD = 60;
    private static final String NONE = "0123456789".repeat(6_000);

    private static RunningInstances system;

    @BeforeAll
    static void start(@TempDir Path data) {
        system = RunningInstances.startBehindProxy(data, 2, 2);
        // Signed in while all are there.
        system.people().admin();
    }

    @AfterAll
    static void stop() {
        if (system != null) {
            system.close();
        }
    }

    @Test
    void oneOfTwoMayStopStartDieAndStandStillUnderLoadAndNothingIsLostOrDoneTwice() throws SQLException {
        var command = system.commandServices().getFirst();
        var query = system.queryServices().getFirst();
        try (var load = new SteadyLoad(system)) {
            load.goOn(LOAD);

            var stopping = System.nanoTime();
            command.stop();
            query.stop();
            load.goOn(LOAD);
            assertThat(load.failedSince(stopping))
                    .as("while one of each stops in good order")
                    .isEmpty();

            var starting = System.nanoTime();
            startAgain(command);
            startAgain(query);
            load.goOn(LOAD);
            assertThat(load.failedSince(starting))
                    .as("while one of each starts")
                    .isEmpty();

            var killing = System.nanoTime();
            command.kill();
            query.kill();
            var killed = System.nanoTime();
            load.goOn(LOAD);
            assertThat(load.failedSince(killed))
                    .as("once one of each was killed")
                    .isEmpty();
            assertThat(load.failedSince(killing))
                    .as("reads while one of each is killed")
                    .allMatch(Sent::change);
            startAgain(command);
            startAgain(query);

            command.freeze();
            var frozen = System.nanoTime();
            load.goOn(LOAD);
            command.thaw();
            assertThat(load.failedSince(frozen))
                    .as("while a command service stands still")
                    .isEmpty();

            query.freeze();
            load.goOn(LOAD);
            query.thaw();
            var thawed = System.nanoTime();
            load.goOn(LOAD);
            assertThat(load.failedSince(thawed)).as("once all go on").isEmpty();

            load.close();
            try (var store = system.eventStore()) {
                var history = new History(StoredEvent.read(store, system.keyRing()));
                history.assertHoldsOnce(load.acknowledged());
                var shown = new ReadModels(system.readModels());
                await().atMost(PATIENCE)
                        .untilAsserted(() -> assertThat(shown.versions()).isEqualTo(history.versions()));
            }
        }
    }

    @Test
    void whileOneRefusesConnectionsEveryRequestIsServedByTheOtherWhateverItsBody() {
        var command = system.commandServices().getFirst();
        var query = system.queryServices().getFirst();
        command.kill();
        query.kill();
        try {
            each(() -> success(admin().post("/api/roles", Samples.role()), 201, "role"));
            each(() -> validationError(admin().post("/api/roles", Samples.role().with("name", NONE)), "name"));
            each(() -> {
                var refused = admin().request("POST", "/api/roles")
                        .json("\"" + NONE + NONE + "\"")
                        .send();
                error(refused, 413);
                // Its body was not read: whoever sent more over this connection would get no answer.
                assertThat(refused.header("Connection")).isEqualTo("close");
            });
            each(() ->
                    success(admin().put("/api/users/1", Fields.of("jabatan", Samples.unique("Ketua"))), 200, "user"));
            each(() -> success(admin().get("/api/roles/1"), 200, "role"));
            each(() -> success(
                    admin().request("GET", "/api/roles/1").json("{\"a\": 1}").send(), 200, "role"));
            each(() -> success(admin().get("/api/admin/erasures"), 200, "erasures"));
            each(() -> assertThat(admin().get("/actuator/health/readiness").status())
                    .isEqualTo(200));
        } finally {
            startAgain(command);
            startAgain(query);
        }
    }

    @Test
    void whatIsCutOffFromItsDatabaseGetsNoRequestWhileTheOtherIsReady() {
        system.cable().cut();
        try {
            await().atMost(PATIENCE)
                    .until(() -> anonymousAt(system.commandServices().getFirst())
                                    .get("/readyz")
                                    .status()
                            == 503);

            each(() -> success(admin().post("/api/roles", Samples.role()), 201, "role"));
            each(() -> success(admin().get("/api/admin/erasures"), 200, "erasures"));
        } finally {
            system.cable().mend();
        }
        await().atMost(PATIENCE)
                .until(() -> anonymousAt(system.commandServices().getFirst())
                                .get("/readyz")
                                .status()
                        == 200);
    }

    @Test
    void whenNoneIsThereTheAnswerIsOursAndSaysWhenToTryAgain() {
        system.commandServices().forEach(Instance::kill);
        try {
            var refused = admin().post("/api/roles", Samples.role());
            assertUnavailable(refused);
            assertThat(refused.header("Connection")).isEqualTo("close");
            var integration = admin().post("/api/userIntegration", Samples.integration(1));
            assertThat(integration.header("Retry-After")).isNotNull();
            integrationError(integration, 503);
        } finally {
            system.commandServices().forEach(Instance::startAgain);
            system.commandServices().forEach(Instance::awaitReady);
        }
    }

    @Test
    void slowAndEndlessBodiesAreRefusedByTheServiceItself() {
        var head = "POST /api/auth/login HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n";
        try (var slow = RawConnection.to(system.commands())) {
            slow.send(head + "Content-Length: 100\r\n\r\n{");
            error(slow.answer().orElseThrow(), 408);
        }
        try (var endless = RawConnection.to(system.commands())) {
            endless.send(head + "Transfer-Encoding: chunked\r\n\r\na\r\n{\"email\":\"\r\n");
            for (var sent = 0; sent < 4 && endless.offer("4000\r\n" + "x".repeat(0x4000) + "\r\n"); sent++) {}
            endless.offer("1\r\nx\r\n");
            error(endless.answer().orElseThrow(), 413);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "GET, other.example",
        "POST, other.example",
        "GET, localhost.other.example",
        "GET, 127.0.0.1",
        "OPTIONS, other.example:8080"
    })
    void anotherHostNameIsMisdirectedInOurEnvelope(String method, String host) {
        misdirected(system.commands(), method, "/api/users", host, answer -> error(answer, 421));
        misdirected(system.commands(), method, "/api/userIntegration/1", host, answer -> integrationError(answer, 421));
    }

    private static void misdirected(URI proxy, String method, String path, String host, Consumer<Answer> envelope) {
        try (var connection = RawConnection.to(proxy)) {
            connection.send(method + " " + path + " HTTP/1.1\r\nHost: " + host + "\r\n\r\n");
            var answer = connection.answer().orElseThrow();
            envelope.accept(answer);
            assertThat(answer.header("X-Content-Type-Options")).isEqualTo("nosniff");
            assertThat(answer.header("Cache-Control")).isEqualTo("no-store");
            assertThat(answer.header("Server")).isNull();
        }
    }

    private static void assertUnavailable(Answer answer) {
        error(answer, 503);
        assertThat(answer.header("Retry-After")).isNotNull();
        assertThat(answer.header("Server")).isNull();
    }

    /** One may be chosen by chance; not so often. */
    private static void each(Runnable request) {
        IntStream.range(0, ROUND).forEach(i -> request.run());
    }

    private static void startAgain(Instance instance) {
        instance.startAgain();
        instance.awaitReady();
    }

    private static RollbookClient admin() {
        return system.people().admin().client().forgetful();
    }

    private static RollbookClient anonymousAt(Instance instance) {
        return RollbookClient.anonymous(instance.uri(), instance.uri()).forgetful();
    }
}
