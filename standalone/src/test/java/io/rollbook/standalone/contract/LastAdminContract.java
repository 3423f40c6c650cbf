package io.rollbook.standalone.contract;

import static io.rollbook.standalone.support.Expect.elements;
import static io.rollbook.standalone.support.Expect.error;
import static io.rollbook.standalone.support.Expect.success;
import static org.assertj.core.api.Assertions.assertThat;

import io.rollbook.standalone.support.Fields;
import io.rollbook.standalone.support.RunningSystem;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** The last enabled, approved admin can be neither disabled, deleted, unapproved nor demoted. */
abstract class LastAdminContract extends ResourceContract {

    LastAdminContract(RunningSystem system) {
        super(system);
    }

    @BeforeEach
    void onlyTheFirstAdminIsLeft() {
        for (var admin :
                elements(admin().settled().get("/api/roles/1/users").payload().path("users"))) {
            if (admin.path("id").intValue() != people.admin().id()) {
                success(admin().delete(user(admin)), 200, "user");
            }
        }
    }

    @AfterEach
    void andStillIsOne() {
        var admin = success(admin().get(people.admin().path()), 200, "user");
        assertThat(admin.path("approved").booleanValue()).isTrue();
        assertThat(admin.path("disabled").booleanValue()).isFalse();
    }

    @Test
    void cannotBeDisabled() {
        error(admin().put(people.admin().path() + "/disable"), 409);
        error(admin().put(people.admin().path() + "/disable", Fields.of("disabled", true)), 409);
    }

    @Test
    void cannotBeDeleted() {
        error(admin().delete(people.admin().path()), 409);
    }

    @Test
    void cannotBeUnapproved() {
        error(admin().delete(people.admin().path() + "/approve"), 409);
        error(admin().put(people.admin().path(), Fields.of("approved", false)), 409);
    }

    @Test
    void cannotBeDemoted() {
        // Only an admin demotes, so the last one could only demote themselves: either rule forbids it.
        var answer = admin().put(people.admin().path(), Fields.of("roleId", 3));
        assertThat(answer.status()).as("%s", answer).isIn(403, 409);
        assertThat(elements(admin().get("/api/roles/1/users").payload().path("users")))
                .hasSize(1);
    }

    @Test
    void anAdminWhoIsDisabledOrNotApprovedDoesNotCount() {
        var disabled = people.newAdmin();
        var pending = people.newAdmin();
        success(admin().put(disabled.path() + "/disable", Fields.of("disabled", true)), 200, "user");
        success(admin().delete(pending.path() + "/approve"), 200, "user");

        error(admin().delete(people.admin().path()), 409);
    }

    @Test
    void withASecondAdminTheFirstMayGo() {
        var second = people.newAdmin();

        success(admin().put(second.path() + "/disable"), 200, "user");
        success(admin().put(second.path() + "/disable"), 200, "user");
        var again = people.signIn(second.email(), second.password());
        JsonNode demoted = success(admin().put(second.path(), Fields.of("roleId", 3)), 200, "user");

        assertThat(demoted.path("id").intValue()).isEqualTo(second.id());
        error(again.client().post("/api/roles", Fields.of("name", "Not any more")), 403);
    }
}
