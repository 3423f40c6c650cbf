package io.rollbook.standalone.contract;

import static io.rollbook.standalone.support.Expect.error;
import static io.rollbook.standalone.support.Expect.success;
import static io.rollbook.standalone.support.Expect.userObject;
import static io.rollbook.standalone.support.Expect.validationError;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.rollbook.standalone.support.Fields;
import io.rollbook.standalone.support.RunningSystem;
import io.rollbook.standalone.support.Samples;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Base64;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.node.ObjectNode;

/** {@code POST /api/auth/login}, {@code GET /api/auth/authenticated}, and what a token is good for. */
abstract class SigningInContract extends ResourceContract {

    private static final String LOGIN = "/api/auth/login";
    private static final String AUTHENTICATED = "/api/auth/authenticated";

    SigningInContract(RunningSystem system) {
        super(system);
    }

    @Test
    void answersATokenItsEndAndTheUser() {
        var fields = Samples.user();
        var user = admin().post("/api/users", fields).payload();

        var session = success(people.logIn(fields.text("email"), Samples.PASSWORD), 200, "session");

        assertThat(session.propertyNames()).containsExactlyInAnyOrder("token", "expiresAt", "user");
        assertThat(session.path("token").stringValue()).isNotBlank();
        assertThat(Instant.parse(session.path("expiresAt").stringValue())).isAfter(Instant.now());
        userObject(session.path("user"));
        assertThat(session.path("user")).isEqualTo(user);
    }

    @Test
    void theFirstReadAfterSigningInSeesWhoSignedIn() {
        var fields = Samples.user().with("approved", true);
        var added = admin().post("/api/users", fields);

        var signedIn = people.logIn(fields.text("email"), fields.text("password"));

        assertThat(signedIn.consistencyToken()).isEqualTo(added.consistencyToken());
    }

    @Test
    void emailIsComparedWithoutRegardToCase() {
        var person = people.newApproved();
        success(people.logIn(person.email().toUpperCase(Locale.ROOT), person.password()), 200, "session");
    }

    @Test
    void aWrongPasswordAndAnUnknownEmailLookTheSame() {
        var wrongPassword = people.logIn(people.approved().email(), "not the password");
        var unknownEmail = people.logIn(Samples.email(), "not the password");

        error(wrongPassword, 401);
        error(unknownEmail, 401);
        assertThat(((ObjectNode) wrongPassword.json()).without("meta").toString())
                .isEqualTo(((ObjectNode) unknownEmail.json()).without("meta").toString());
    }

    @Test
    void namesEveryMissingOrUnknownField() {
        validationError(anonymous().post(LOGIN, Fields.none()), "email", "password");
        validationError(anonymous().post(LOGIN, Fields.of("email", "a@b.test")), "password");
        validationError(
                anonymous()
                        .post(
                                LOGIN,
                                Fields.of("email", 1).with("password", "secret").with("remember", true)),
                "email",
                "remember");
    }

    @Test
    void whoIsNotApprovedYetMaySignInAndLearnsWhatIsMissing() {
        var pending = people.pending();

        success(pending.client().get(AUTHENTICATED), 200, "user");
        assertThat(error(pending.client().get(pending.path()), 403)).containsIgnoringCase("approved");
        assertThat(error(pending.client().put(pending.path(), Fields.of("name", "Someone")), 403))
                .containsIgnoringCase("approved");
    }

    @Test
    void authenticatedAnswersNameAndEmailAndNothingElse() {
        var person = people.approved();

        var data = success(person.client().get(AUTHENTICATED), 200, "user");

        assertThat(data.propertyNames()).containsExactlyInAnyOrder("name", "email");
        assertThat(data.path("email").stringValue()).isEqualTo(person.email());
        assertThat(data.path("name").stringValue()).isEqualTo("Budi Santoso");
    }

    @ParameterizedTest
    @ValueSource(strings = {AUTHENTICATED, "/api/users", "/api/users/1", "/api/roles", "/api/roles/1"})
    void readsAreRefusedWithoutAToken(String path) {
        error(anonymous().get(path), 401);
    }

    @Test
    void changesAreRefusedWithoutAToken() {
        error(anonymous().post("/api/users", Samples.user()), 401);
        error(anonymous().put("/api/users/1", Fields.of("name", "Nobody")), 401);
        error(anonymous().delete("/api/users/1"), 401);
        error(anonymous().post("/api/roles", Samples.role()), 401);
    }

    @ParameterizedTest
    @ValueSource(strings = {"Bearer garbage", "Bearer ", "Bearer a.b.c", "Basic YWRtaW46YWRtaW4=", "garbage"})
    void aTokenThatIsNoneIsRefusedOnBothSides(String authorization) {
        error(
                anonymous()
                        .request("GET", AUTHENTICATED)
                        .header("Authorization", authorization)
                        .send(),
                401);
        error(
                anonymous()
                        .request("POST", "/api/roles")
                        .json(Samples.role())
                        .header("Authorization", authorization)
                        .send(),
                401);
    }

    @Test
    void aForgedTokenIsRefusedOnBothSides() {
        assumeTrue(tokensAreSigned, "an emulator signs nothing");
        var genuine = people.admin().client().token().split("\\.", -1);
        assertThat(genuine).hasSize(3);
        var unsigned = encoded("{\"alg\":\"none\",\"typ\":\"JWT\"}") + "." + genuine[1] + ".";
        var resigned = encoded("{\"alg\":\"HS256\",\"typ\":\"JWT\"}") + "." + genuine[1] + "." + genuine[2];

        for (var forged : new String[] {tampered(people.admin()), unsigned, resigned}) {
            var client = anonymous().withToken(forged);
            error(client.get(AUTHENTICATED), 401);
            error(client.post("/api/roles", Samples.role()), 401);
        }
    }

    @Test
    void theSchemeIsWrittenInAnyCase() {
        var lowerCase = anonymous()
                .request("GET", AUTHENTICATED)
                .header("Authorization", "bearer " + people.approved().client().token());
        success(lowerCase.send(), 200, "user");
    }

    @Test
    void whoIsDisabledIsOutOnTheNextRequestAndBackInOnceEnabled() {
        var person = people.newApproved();

        var disabled = admin().put(person.path() + "/disable", Fields.of("disabled", true));
        error(person.client().after(disabled).get(AUTHENTICATED), 401);
        error(person.client().put(person.path(), Fields.of("name", "Still me")), 401);
        error(people.logIn(person.email(), person.password()), 401);

        admin().put(person.path() + "/disable", Fields.of("disabled", false));
        success(people.logIn(person.email(), person.password()), 200, "session");
    }

    @Test
    void whoIsDeletedIsOutOnTheNextRequest() {
        var person = people.newApproved();

        var deleted = admin().delete(person.path());

        error(person.client().after(deleted).get(AUTHENTICATED), 401);
        error(person.client().put(person.path(), Fields.of("name", "Still me")), 401);
        error(people.logIn(person.email(), person.password()), 401);
    }

    @Test
    void whoLosesTheApprovalLearnsSoOnTheNextRequest() {
        var person = people.newApproved();

        var revoked = admin().delete(person.path() + "/approve");

        error(person.client().after(revoked).get(person.path()), 403);
        error(person.client().put(person.path(), Fields.of("name", "Still me")), 403);
    }

    @Test
    void aNewPasswordReplacesTheOldOne() {
        var person = people.newApproved();

        success(person.client().put(person.path(), person.newPassword("another good one")), 200, "user");

        error(people.logIn(person.email(), person.password()), 401);
        success(people.logIn(person.email(), "another good one"), 200, "session");
    }

    private static String encoded(String json) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(json.getBytes(StandardCharsets.UTF_8));
    }
}
