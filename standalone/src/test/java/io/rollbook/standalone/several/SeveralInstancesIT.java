package io.rollbook.standalone.several;

import static io.rollbook.standalone.support.Expect.elements;
import static io.rollbook.standalone.support.Expect.error;
import static io.rollbook.standalone.support.Expect.success;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.rollbook.standalone.support.Answer;
import io.rollbook.standalone.support.AtOnce;
import io.rollbook.standalone.support.Fields;
import io.rollbook.standalone.support.RollbookClient;
import io.rollbook.standalone.support.RunningInstances;
import io.rollbook.standalone.support.RunningInstances.Instance;
import io.rollbook.standalone.support.Samples;
import io.rollbook.standalone.support.StoredEvent;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Two command services and three query services, as processes of their own over one set of servers. */
@Tag("thorough")
class SeveralInstancesIT {

    private static final Duration PATIENCE = Duration.ofMinutes(2);
    private static final int COMMANDS = 2;
    private static final int QUERIES = 3;
    private static final int LOAD = 100;

    private static RunningInstances system;

    @BeforeAll
    static void start(@TempDir Path data) {
        system = RunningInstances.start(data, COMMANDS, QUERIES);
    }

    @AfterAll
    static void stop() {
        if (system != null) {
            system.close();
        }
    }

    @Test
    void killedAndFrozenUnderLoadTheyLoseNothingDoNothingTwiceAndAgreeWithAFreshFold() throws SQLException {
        var clients = new Clients(system);
        var publisher = publisher();
        var killed = system.queryServices().get(0);
        var frozen = system.queryServices().get(1);

        clients.send(LOAD, () -> {
            publisher.kill();
            killed.kill();
        });
        clients.avoid(frozen);
        clients.send(LOAD, frozen::freeze);
        // The one that is left folds what the killed and the frozen one had.
        awaitFolded();
        clients.avoid(null);
        clients.send(LOAD, frozen::thaw);
        publisher.startAgain();
        killed.startAgain();
        publisher.awaitReady();
        killed.awaitReady();
        clients.send(LOAD, () -> {});
        awaitFolded();

        assertThat(clients.acknowledged()).hasSizeGreaterThanOrEqualTo(4 * LOAD);
        history().assertHoldsOnce(clients.acknowledged());
        var shared = new ReadModels(system.readModels());
        var fresh = new ReadModels(system.foldAnew("fresh"));
        assertThat(shared.documents()).hasSizeGreaterThanOrEqualTo(3).isEqualTo(fresh.documents());
        assertThat(shared.positions()).isNotEmpty().isEqualTo(fresh.positions());
    }

    @Test
    void ofOneEmailRegisteredAtBothAtOnceOneIs() throws SQLException {
        for (var round = 0; round < 5; round++) {
            var registration = Samples.registration();

            var answers = AtOnce.send(system.commandServices().stream()
                    .<Callable<Answer>>map(
                            instance -> () -> anonymous(instance).post("/api/auth/register", registration))
                    .toList());

            assertThat(answers).extracting(Answer::status).containsExactlyInAnyOrder(201, 409);
            var email = registration.text("email");
            assertThat(history().events())
                    .filteredOn(
                            event -> email.equals(event.payload().path("email").asString()))
                    .hasSize(1);
            var registered = answers.stream()
                    .filter(answer -> answer.status() == 201)
                    .findFirst()
                    .orElseThrow();
            awaitFolded();
            for (var instance : system.queryServices()) {
                var listed = admin(instance).after(registered).get("/api/users?email=" + email);
                assertThat(elements(success(listed, 200, "users"))).hasSize(1);
            }
        }
    }

    @Test
    void whoSignsOutAtOneIsOutAtAll() {
        var person = system.people().newApproved();
        var token = person.client().token();
        awaitFolded();
        for (var instance : system.queryServices()) {
            success(reader(instance, token).get("/api/auth/authenticated"), 200, "user");
        }
        for (var instance : system.commandServices()) {
            success(writer(instance, token).put(person.path(), Fields.of("name", "Still In")), 200, "user");
        }

        success(writer(system.commandServices().getLast(), token).delete("/api/auth/session"), 200, "session");

        for (var instance : system.queryServices()) {
            error(reader(instance, token).get("/api/auth/authenticated"), 401);
        }
        for (var instance : system.commandServices()) {
            error(writer(instance, token).put(person.path(), Fields.of("name", "Out")), 401);
        }
    }

    /** Waits until the read models have the last event of every aggregate, and there are no dead letters. */
    private static void awaitFolded() {
        var shown = new ReadModels(system.readModels());
        await().atMost(PATIENCE).untilAsserted(() -> {
            assertThat(shown.versions()).isEqualTo(history().versions());
            assertThat(shown.documents())
                    .allSatisfy((collection, documents) -> assertThat(
                                    collection.endsWith("_dead_letters") ? documents.size() : 0)
                            .as(collection)
                            .isZero());
        });
    }

    private static History history() throws SQLException {
        try (var store = system.eventStore()) {
            return new History(StoredEvent.read(store, system.keyRing()));
        }
    }

    /** The command service that publishes: an owner of a claim begins with the number of its process. */
    private static Instance publisher() throws SQLException {
        try (var store = system.eventStore();
                var statement = store.createStatement();
                var owner = statement.executeQuery(
                        "select split_part(owner, '@', 1) from token_entry where processor_name = 'kafka-publisher'")) {
            assertThat(owner.next()).isTrue();
            var pid = owner.getLong(1);
            return system.commandServices().stream()
                    .filter(instance -> instance.pid() == pid)
                    .findFirst()
                    .orElseThrow();
        }
    }

    private static RollbookClient admin(Instance query) {
        return reader(query, system.people().admin().client().token());
    }

    private static RollbookClient anonymous(Instance command) {
        return RollbookClient.anonymous(command.uri(), system.queries()).forgetful();
    }

    private static RollbookClient writer(Instance command, String token) {
        return anonymous(command).withToken(token);
    }

    private static RollbookClient reader(Instance query, String token) {
        return RollbookClient.anonymous(system.commands(), query.uri())
                .forgetful()
                .withToken(token);
    }
}
