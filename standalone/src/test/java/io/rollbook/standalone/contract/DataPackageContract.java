package io.rollbook.standalone.contract;

import static io.rollbook.standalone.support.Expect.elements;
import static io.rollbook.standalone.support.Expect.error;
import static io.rollbook.standalone.support.Expect.success;
import static org.assertj.core.api.Assertions.assertThat;

import io.rollbook.standalone.support.Fields;
import io.rollbook.standalone.support.RunningSystem;
import org.junit.jupiter.api.Test;

/** {@code GET /api/users/:id/data-package}. */
abstract class DataPackageContract extends ResourceContract {

    DataPackageContract(RunningSystem system) {
        super(system);
    }

    @Test
    void tellsOneselfEverything() {
        var person = people.newApproved();
        success(person.client().post("/api/auth/session"), 200, "session");

        var answer = person.client().get("/api/users/" + person.id() + "/data-package");

        var held = success(answer, 200, "data-package");
        assertThat(answer.header("Content-Disposition"))
                .isEqualTo("attachment; filename=\"user-" + person.id() + ".json\"");
        assertThat(held.propertyNames())
                .containsExactly(
                        "about", "person", "erasure", "account", "sessions", "history", "integrations", "deeds");
        assertThat(held.at("/person/email").stringValue()).isEqualTo(person.email());
        assertThat(held.at("/account/uid")).isEqualTo(held.at("/person/uid"));
        assertThat(held.at("/account/disabled").booleanValue()).isFalse();
        assertThat(elements(held.path("sessions")))
                .isNotEmpty()
                .allSatisfy(session -> assertThat(session.propertyNames())
                        .containsExactly("begunAt", "expiresAt", "network", "client"));
        assertThat(elements(held.path("history")))
                .extracting(event -> event.path("type").stringValue())
                .startsWith("user.added", "user.approved");
    }

    @Test
    void tellsNothingPersonalOfWhoeverIsErased() {
        var user = newUser();
        admin().post(
                        "/api/admin/users/" + user.path("id") + "/erase",
                        Fields.of("reason", "asked for by letter").with("delete", true));

        var answer = admin().get(user(user) + "/data-package");

        var held = success(answer, 200, "data-package");
        assertThat(held.at("/person/state").stringValue()).isEqualTo("erased");
        assertThat(held.at("/erasure/reason").stringValue()).isEqualTo("asked for by letter");
        assertThat(answer.text())
                .doesNotContain(
                        user.path("email").stringValue(),
                        user.path("name").stringValue(),
                        user.path("NIP").stringValue(),
                        user.path("jabatan").stringValue());
    }

    @Test
    void anUnknownIdIsNotFound() {
        error(admin().get("/api/users/999999999/data-package"), 404);
        error(admin().get("/api/users/abc/data-package"), 400);
    }
}
