package io.rollbook.standalone.contract;

import static io.rollbook.standalone.support.Expect.commandOn;
import static io.rollbook.standalone.support.Expect.error;
import static io.rollbook.standalone.support.Expect.success;
import static io.rollbook.standalone.support.Expect.userObject;
import static io.rollbook.standalone.support.Expect.validationError;
import static org.assertj.core.api.Assertions.assertThat;

import io.rollbook.standalone.support.Answer;
import io.rollbook.standalone.support.Fields;
import io.rollbook.standalone.support.RunningSystem;
import io.rollbook.standalone.support.Samples;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/** {@code POST}, {@code PUT} and {@code DELETE /api/users/:id/approve}, and {@code PUT /api/users/:id/disable}. */
abstract class ApprovalContract extends ResourceContract {

    ApprovalContract(RunningSystem system) {
        super(system);
    }

    @ParameterizedTest
    @CsvSource({"POST, 201", "PUT, 200"})
    void approves(String method, int code) {
        var before = pendingUser();

        var answer = admin().request(method, approve(before)).send();

        var user = success(answer, code, "user");
        userObject(user);
        assertThat(user).isEqualTo(Fields.of(before).with("approved", true).json());
        commandOn(answer, "user-" + before.path("id"));
        assertThat(admin().get(user(before)).payload()).isEqualTo(user);
    }

    @ParameterizedTest
    @CsvSource({"POST, 201", "PUT, 200"})
    void approvingAgainAnswersTheSameAndAppendsNothing(String method, int code) {
        var user = pendingUser();

        var once = admin().request(method, approve(user)).send();
        var twice = admin().request(method, approve(user)).send();

        assertThat(success(twice, code, "user")).isEqualTo(once.payload());
        assertThat(twice.version()).isEqualTo(once.version());
    }

    @Test
    void theRedundantQueryIdHasToBeTheSame() {
        var user = pendingUser();
        var path = approve(user);

        validationError(admin().post(path + "?id=999999999"), "id");
        validationError(admin().post(path + "?id=abc"), "id");
        assertThat(admin().get(user(user)).payload()).isEqualTo(user);

        success(admin().post(path + "?id=" + user.path("id")), 201, "user");
    }

    @Test
    void revokesTheApprovalAndTheUserStays() {
        var before = newUser();

        var once = admin().delete(approve(before));
        var twice = admin().delete(approve(before));

        var user = success(once, 200, "user");
        assertThat(user).isEqualTo(Fields.of(before).with("approved", false).json());
        commandOn(once, "user-" + before.path("id"));
        assertThat(admin().get(user(before)).payload()).isEqualTo(user);
        assertThat(success(twice, 200, "user")).isEqualTo(user);
        assertThat(twice.version()).isEqualTo(once.version());
    }

    @Test
    void whoIsApprovedMayRead() {
        var registration = Samples.registration();
        anonymous().post("/api/auth/register", registration);
        var person = people.signIn(registration.text("email"), registration.text("password"));
        error(person.client().get("/api/roles"), 403);

        var approved = admin().post(person.path() + "/approve");

        success(person.client().after(approved).get("/api/roles"), 200, "roles");
    }

    @Test
    void disablingWithoutABodyToggles() {
        var before = newUser();

        var once = admin().put(disable(before));
        var twice = admin().put(disable(before));

        var user = success(once, 200, "user");
        userObject(user);
        assertThat(user).isEqualTo(Fields.of(before).with("disabled", true).json());
        commandOn(once, "user-" + before.path("id"));
        assertThat(success(twice, 200, "user")).isEqualTo(before);
        assertThat(twice.version()).isGreaterThan(once.version());
        assertThat(admin().get(user(before)).payload()).isEqualTo(before);
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void disablingWithABodySetsAndIsIdempotent(boolean disabled) {
        var before = newUser();

        var once = admin().put(disable(before), Fields.of("disabled", disabled));
        var twice = admin().put(disable(before), Fields.of("disabled", disabled));

        assertThat(success(once, 200, "user").path("disabled").booleanValue()).isEqualTo(disabled);
        assertThat(success(twice, 200, "user")).isEqualTo(once.payload());
        assertThat(twice.version()).isEqualTo(once.version());
        assertThat(admin().get(user(before)).payload()).isEqualTo(once.payload());
    }

    @Test
    void refusesABodyThatSaysSomethingElse() {
        var path = disable(newUser());
        validationError(admin().put(path, Fields.of("disabled", "true")), "disabled");
        validationError(admin().put(path, Fields.of("disabled", null)), "disabled");
        validationError(admin().put(path, Fields.of("disabled", true).with("reason", "x")), "reason");
        error(admin().request("PUT", path).json("{\"disabled\":").send(), 400);
    }

    @ParameterizedTest
    @CsvSource({"POST, approve, 201", "PUT, approve, 200", "DELETE, approve, 200", "PUT, disable, 200"})
    void theDocumentedContentTypeMayStandWithoutABody(String method, String action, int code) {
        var path = user(newUser()) + "/" + action;
        success(send(method, path), code, "user");
    }

    @ParameterizedTest
    @CsvSource({"POST, approve", "PUT, approve", "DELETE, approve", "PUT, disable"})
    void everyIdIsChecked(String method, String action) {
        for (var malformed : new String[] {"0", "-1", "abc", "01", "1.5"}) {
            validationError(send(method, "/api/users/" + malformed + "/" + action), "id");
        }
        error(send(method, "/api/users/999999999/" + action), 404);
    }

    @Test
    void notEvenAnAdminApprovesOrEnablesThemselves() {
        var admin = people.newAdmin();

        admin().delete(admin.path() + "/approve");
        error(admin.client().post(admin.path() + "/approve"), 403);
        error(admin.client().put(admin.path() + "/approve"), 403);
        error(admin.client().put(admin.path(), Fields.of("approved", true)), 403);

        admin().put(admin.path() + "/approve");
        var disabled = admin().put(admin.path() + "/disable", Fields.of("disabled", true));
        error(admin.client().put(admin.path() + "/disable", Fields.of("disabled", false)), 401);
        error(admin.client().put(admin.path() + "/disable"), 401);
        assertThat(admin().get(admin.path()).payload()).isEqualTo(disabled.payload());

        admin().delete(admin.path());
    }

    private Answer send(String method, String path) {
        return admin().request(method, path)
                .header("Content-Type", "application/json")
                .send();
    }

    private JsonNode pendingUser() {
        return admin().post("/api/users", Samples.user().with("approved", false))
                .payload();
    }

    private static String approve(JsonNode user) {
        return user(user) + "/approve";
    }

    private static String disable(JsonNode user) {
        return user(user) + "/disable";
    }
}
