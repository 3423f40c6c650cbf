package io.rollbook.standalone.contract;

import static io.rollbook.standalone.support.Expect.commandOn;
import static io.rollbook.standalone.support.Expect.elements;
import static io.rollbook.standalone.support.Expect.error;
import static io.rollbook.standalone.support.Expect.success;
import static io.rollbook.standalone.support.Expect.validationError;
import static org.assertj.core.api.Assertions.assertThat;

import io.rollbook.standalone.support.Answer;
import io.rollbook.standalone.support.Fields;
import io.rollbook.standalone.support.RunningSystem;
import io.rollbook.standalone.support.Samples;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/** {@code POST /api/admin/users/:id/erase} and {@code GET /api/admin/erasures}. */
abstract class ErasingContract extends ResourceContract {

    private static final Fields BECAUSE = Fields.of("reason", "asked for by letter of 3 March");

    ErasingContract(RunningSystem system) {
        super(system);
    }

    @Test
    void answersTheCertificate() {
        var user = deletedUser();

        var answer = erase(user, BECAUSE);

        var certificate = success(answer, 201, "erasure");
        assertThat(certificate.propertyNames())
                .containsExactlyInAnyOrder("id", "by", "at", "reason", "events", "fingerprint");
        assertThat(certificate.path("id")).isEqualTo(user.path("id"));
        assertThat(certificate.path("by").stringValue())
                .isEqualTo("user-" + people.admin().id());
        assertThat(certificate.path("at").stringValue()).matches("\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d.*Z");
        assertThat(certificate.path("reason").stringValue()).isEqualTo(BECAUSE.text("reason"));
        assertThat(certificate.path("events").intValue()).isEqualTo(3);
        assertThat(certificate.path("fingerprint").stringValue()).matches("[0-9a-f]{64}");
        commandOn(answer, "user-" + user.path("id"));
    }

    @Test
    void deletesAndErasesAtOnce() {
        var fields = Samples.user();
        var user = admin().post("/api/users", fields).payload();

        success(erase(user, BECAUSE.with("delete", true)), 201, "erasure");

        error(admin().get(user(user)), 404);
        assertThat(people.logIn(fields.text("email"), fields.text("password")).status())
                .isEqualTo(401);
        success(admin().post("/api/users", fields), 201, "user");
    }

    @Test
    void aRetryAnswersTheSameCertificate() {
        var user = deletedUser();
        var first = erase(user, BECAUSE);

        var second = erase(user, Fields.of("reason", "another").with("delete", true));

        assertThat(success(second, 201, "erasure")).isEqualTo(success(first, 201, "erasure"));
        assertThat(second.version()).isEqualTo(first.version());
    }

    @Test
    void whoeverIsStillOnTheRollIsAConflict() {
        var user = newUser();

        assertThat(error(erase(user, BECAUSE), 409)).contains("delete");
        assertThat(error(erase(user, BECAUSE.with("delete", false)), 409)).contains("delete");

        success(admin().get(user(user)), 200, "user");
    }

    @Test
    void nobodyElseIsTouched() {
        var other = newUser();
        var erased = newUser();
        var before = admin().get(user(other)).payload();

        erase(erased, BECAUSE.with("delete", true));

        assertThat(admin().get(user(other)).payload()).isEqualTo(before);
    }

    @Test
    void aReasonThatNamesThePersonIsRefusedAndNotRepeated() {
        var user = deletedUser();
        var email = user.path("email").stringValue();

        var answer = erase(user, Fields.of("reason", "letter from " + email));

        validationError(answer, "reason");
        assertThat(answer.text()).doesNotContain(email);
    }

    @Test
    void everyWrongFieldIsNamed() {
        var user = deletedUser();

        validationError(erase(user, Fields.of("why", "because").with("delete", "yes")), "reason", "delete", "why");
        validationError(erase(user, Fields.of("reason", " ")), "reason");
        validationError(erase(user, Fields.of("reason", "x".repeat(501))), "reason");
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "-1", "abc", "1.5"})
    void aMalformedIdIsAValidationError(String id) {
        validationError(admin().post("/api/admin/users/" + id + "/erase", BECAUSE), "id");
    }

    @Test
    void anUnknownIdIsNotFound() {
        error(admin().post("/api/admin/users/999999999/erase", BECAUSE), 404);
    }

    @Test
    void certificatesAreListedTheNewestFirst() {
        var older = success(erase(deletedUser(), BECAUSE), 201, "erasure");
        var newer = success(erase(deletedUser(), BECAUSE), 201, "erasure");

        var page = people.auditor().client().get("/api/admin/erasures?page=1&limit=2");

        assertThat(elements(success(page, 200, "erasures"))).containsExactly(newer, older);
        assertThat(page.header("X-Total-Count")).matches("[1-9][0-9]*");
        assertThat(page.header("Link")).contains("rel=\"first\"", "rel=\"last\"");
        assertThat(elements(success(admin().get("/api/admin/erasures"), 200, "erasures")))
                .startsWith(newer, older);
    }

    private Answer erase(JsonNode user, Fields fields) {
        return admin().post("/api/admin/users/" + user.path("id") + "/erase", fields);
    }

    private JsonNode deletedUser() {
        var user = newUser();
        success(admin().delete(user(user)), 200, "user");
        return user;
    }
}
