package io.rollbook.standalone.contract;

import static io.rollbook.standalone.support.Expect.commandOn;
import static io.rollbook.standalone.support.Expect.elements;
import static io.rollbook.standalone.support.Expect.error;
import static io.rollbook.standalone.support.Expect.integrationError;
import static io.rollbook.standalone.support.Expect.success;
import static io.rollbook.standalone.support.Expect.validationError;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.rollbook.standalone.support.Fields;
import io.rollbook.standalone.support.RunningSystem;
import io.rollbook.standalone.support.Samples;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code DELETE /api/users/:id}. */
abstract class UserDeletingContract extends ResourceContract {

    UserDeletingContract(RunningSystem system) {
        super(system);
    }

    @Test
    void answersTheUserAsItWas() {
        var user = newUser();

        var answer = admin().delete(user(user));

        assertThat(success(answer, 200, "user")).isEqualTo(user);
        commandOn(answer, "user-" + user.path("id"));
    }

    @Test
    void theUserIsGoneEverywhere() {
        var role = admin().post("/api/roles", Samples.role()).payload();
        var user = admin().post("/api/users", Samples.user().with("roleId", role.path("id")))
                .payload();

        admin().delete(user(user));

        error(admin().get(user(user)), 404);
        assertThat(elements(admin().get("/api/users?id=" + user.path("id")).payload()))
                .isEmpty();
        assertThat(elements(admin().get(role(role) + "/users").payload().path("users")))
                .isEmpty();
        error(admin().put(user(user), Fields.of("name", "Ghost")), 404);
        error(admin().post(user(user) + "/approve"), 404);
        error(admin().put(user(user) + "/approve"), 404);
        error(admin().delete(user(user) + "/approve"), 404);
        error(admin().put(user(user) + "/disable"), 404);
        error(admin().delete(user(user)), 404);
    }

    @Test
    void theEmailIsFreeAgainAndTheIdIsNot() {
        var fields = Samples.user();
        var user = admin().post("/api/users", fields).payload();
        admin().delete(user(user));

        var successor = success(admin().post("/api/users", fields), 201, "user");

        assertThat(successor.path("id").intValue())
                .isGreaterThan(user.path("id").intValue());
        success(people.logIn(fields.text("email"), fields.text("password")), 200, "session");
    }

    @Test
    void theUsersIntegrationsGoWithTheUser() {
        var user = newUser();
        var integration = admin().post(
                        "/api/userIntegration",
                        Samples.integration(user.path("id").intValue()))
                .payload();
        var path = "/api/userIntegration/" + integration.path("id").stringValue();
        assertThat(admin().get(path).status()).isEqualTo(200);

        admin().delete(user(user));

        // The token names the user; the integrations are gone a moment later.
        await().untilAsserted(
                        () -> integrationError(admin().forgetful().get(path), 400, "UserIntegrationId is Invalid"));
        await().untilAsserted(() -> integrationError(
                admin().patch(path.replace("/api/", "/api/admin/"), Fields.of("isconnected", true)),
                400,
                "UserIntegrationId is Invalid"));
        integrationError(
                admin().post(
                                "/api/userIntegration",
                                Samples.integration(user.path("id").intValue())),
                400,
                "Validation Error");
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "-1", "abc", "01", "1.5"})
    void aMalformedIdIsInvalid(String id) {
        validationError(admin().delete("/api/users/" + id), "id");
    }

    @Test
    void anUnknownIdIsNotFound() {
        error(admin().delete("/api/users/999999999"), 404);
    }
}
