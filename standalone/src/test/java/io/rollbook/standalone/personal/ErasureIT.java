package io.rollbook.standalone.personal;

import static io.rollbook.standalone.support.Expect.error;
import static io.rollbook.standalone.support.Expect.success;
import static org.assertj.core.api.Assertions.assertThat;

import io.rollbook.standalone.support.Fields;
import io.rollbook.standalone.support.People;
import io.rollbook.standalone.support.Person;
import io.rollbook.standalone.support.RollbookClient;
import io.rollbook.standalone.support.RunningStandalone;
import io.rollbook.standalone.support.RunningSystem;
import io.rollbook.standalone.support.Samples;
import io.rollbook.standalone.support.StoredEvent;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is left of a person who was erased, everywhere it can be asked for, and of everybody else. */
@Tag("thorough")
class ErasureIT {

    @TempDir
    private Path data;

    private RunningStandalone standalone;

    @BeforeEach
    void start() {
        standalone = RunningStandalone.start(data);
    }

    @AfterEach
    void stop() {
        standalone.close();
    }

    @Test
    void nothingPersonalIsLeftOfThePersonAndNothingElseIsChanged() throws SQLException {
        var people = standalone.people();
        var admin = people.admin().client();
        var fields = Samples.user().with("name", Samples.unique("Sri"));
        var person = added(people, fields);
        // The person is who caused events of others, too.
        var anotherAdmin = people.newAdmin();
        var other = added(people, Samples.user());
        admin.post("/api/userIntegration", Samples.integration(other.id()));
        admin.post("/api/userIntegration", Samples.integration(person.id()));
        person.client()
                .put(person.path(), Fields.of("name", Samples.unique("Rahayu")).with("gender", "P"));
        var names = List.of(
                fields.text("email"), fields.text("name"), fields.text("NIP"), fields.text("jabatan"), "Rahayu-");
        admin.settled();
        var before = othersAsShown(admin, person, other, anotherAdmin);
        var storedBefore = stored();

        success(admin.delete(person.path()), 200, "user");
        var certificate = erase(admin, person.id(), Fields.of("reason", "asked for it"));

        assertThat(certificate.path("id").intValue()).isEqualTo(person.id());
        assertThat(certificate.path("by").stringValue())
                .isEqualTo("user-" + people.admin().id());
        assertThat(certificate.path("reason").stringValue()).isEqualTo("asked for it");
        admin.settled();
        assertThat(othersAsShown(admin, person, other, anotherAdmin)).isEqualTo(before);
        assertThat(stored().subList(0, storedBefore.size()))
                .as("history is as it was, byte for byte")
                .extracting(StoredEvent::stored)
                .isEqualTo(storedBefore.stream().map(StoredEvent::stored).toList());
        assertThat(ofPerson(person.id()))
                .as("the events are there and tell nothing")
                .hasSizeGreaterThanOrEqualTo(4)
                .allSatisfy(event -> assertThat(event.payload().toString()).doesNotContain(names));
        assertThat(certificate.path("events").longValue())
                .isEqualTo(ofPerson(person.id()).getLast().sequence());
        for (var path : everyRoute(person.id())) {
            assertThat(admin.get(path).text()).as(path).doesNotContain(names);
        }
        error(admin.get(person.path()), 404);
        error(person.client().get(person.path()), 401);

        // A second order is the first.
        assertThat(erase(admin, person.id(), Fields.of("reason", "once more"))).isEqualTo(certificate);

        standalone.stop();
        standalone = RunningStandalone.start(data);
        // The read models were in memory and are folded anew.
        var again = standalone.people().admin().client();
        for (var path : everyRoute(person.id())) {
            assertThat(again.get(path).text()).as(path).doesNotContain(names);
        }
        assertThat(othersAsShown(again, person, other, anotherAdmin)).isEqualTo(before);

        // The same email and NIP are free for somebody new, who is somebody else.
        var successor = success(again.post("/api/users", fields), 201, "user");
        assertThat(successor.path("id").intValue()).isNotEqualTo(person.id());
        assertThat(success(again.settled().get("/api/users/" + successor.path("id")), 200, "user"))
                .isEqualTo(successor);
    }

    @Test
    void aKillInTheMiddleLeavesThePersonOrErasesThemWholly() throws SQLException {
        for (var round = 0; round < 2; round++) {
            var people = standalone.people();
            var person = added(people, Samples.user());
            var admin = people.admin().client();
            admin.settled();
            var killer = Thread.ofPlatform().start(standalone::kill);
            var acknowledged = false;
            try {
                acknowledged = admin.post(
                                        "/api/admin/users/" + person.id() + "/erase",
                                        Fields.of("reason", "asked for it").with("delete", true))
                                .status()
                        == 201;
            } catch (RuntimeException cutOff) {
                // It may have happened or not.
            } finally {
                join(killer);
            }
            standalone = RunningStandalone.start(data);
            var types = ofPerson(person.id()).stream().map(StoredEvent::type).toList();
            if (acknowledged) {
                assertThat(types).contains("user.erased");
            }
            var after = standalone.people().admin().client();
            erase(after, person.id(), Fields.of("reason", "asked for it").with("delete", true));
            after.settled();
            assertThat(ofPerson(person.id()).stream().map(StoredEvent::type))
                    .endsWith("user.deleted", "user.erased")
                    .doesNotHaveDuplicates();
            assertThat(ofPerson(person.id()).getFirst().payload().path("email").isNull())
                    .isTrue();
            error(after.get(person.path()), 404);
        }
    }

    private static void join(Thread thread) {
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static tools.jackson.databind.JsonNode erase(RollbookClient admin, int person, Fields order) {
        return success(admin.post("/api/admin/users/" + person + "/erase", order), 201, "erasure");
    }

    private static Person added(People people, Fields fields) {
        success(people.admin().client().post("/api/users", fields), 201, "user");
        return people.signIn(fields.text("email"), fields.text("password"));
    }

    private List<StoredEvent> stored() throws SQLException {
        try (var store = standalone.eventStore()) {
            return StoredEvent.read(store, data.resolve(RunningSystem.KEY_RING));
        }
    }

    private List<StoredEvent> ofPerson(int id) throws SQLException {
        return stored().stream()
                .filter(event -> event.aggregate().equals("user-" + id))
                .toList();
    }

    private static List<String> everyRoute(int person) {
        return List.of(
                "/api/users",
                "/api/users?page=1&limit=500&sort=-id",
                "/api/users?q=budi",
                "/api/users/" + person,
                "/api/users/" + person + "/data-package",
                "/api/roles",
                "/api/roles/3/users",
                "/api/userIntegration?page=1&limit=100",
                "/api/userIntegration?page=1&limit=100&userId=user-" + person,
                "/api/admin/erasures",
                "/api/admin/identity/drift");
    }

    /** By route, what is shown of everybody but {@code person}. */
    private static Map<String, String> othersAsShown(RollbookClient admin, Person person, Person... others) {
        var shown = new TreeMap<String, String>();
        Stream.of(others).forEach(other -> shown.put(other.path(), payload(admin, other.path())));
        success(admin.get("/api/users"), 200, "users")
                .valueStream()
                .filter(user -> user.path("id").intValue() != person.id())
                .forEach(user -> shown.put("listed " + user.path("id"), user.toString()));
        success(admin.get("/api/roles/3/users"), 200, "role")
                .path("users")
                .valueStream()
                .filter(user -> user.path("id").intValue() != person.id())
                .forEach(user -> shown.put("in role " + user.path("id"), user.toString()));
        shown.put("roles", payload(admin, "/api/roles"));
        admin.get("/api/userIntegration?page=1&limit=100")
                .json()
                .path("data")
                .valueStream()
                .filter(integration -> !integration.path("userId").stringValue().equals("user-" + person.id()))
                .forEach(integration -> shown.put(integration.path("id").stringValue(), integration.toString()));
        return shown;
    }

    private static String payload(RollbookClient admin, String path) {
        var answer = admin.get(path);
        assertThat(answer.status()).as("%s", answer).isEqualTo(200);
        return answer.payload().toString();
    }
}
