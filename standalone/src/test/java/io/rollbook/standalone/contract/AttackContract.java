package io.rollbook.standalone.contract;

import static io.rollbook.standalone.support.Expect.elements;
import static io.rollbook.standalone.support.Expect.error;
import static io.rollbook.standalone.support.Expect.integration;
import static io.rollbook.standalone.support.Expect.integrationError;
import static io.rollbook.standalone.support.Expect.success;
import static io.rollbook.standalone.support.Expect.validationError;
import static org.assertj.core.api.Assertions.assertThat;

import io.rollbook.standalone.support.Answer;
import io.rollbook.standalone.support.Fields;
import io.rollbook.standalone.support.RunningSystem;
import io.rollbook.standalone.support.Samples;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What somebody tries who means no good. */
abstract class AttackContract extends ResourceContract {

    private static final String INTEGRATIONS = "/api/userIntegration";
    private static final int HEADER_FLOOD = 20_000;

    private final boolean operatorsEndpoints;

    AttackContract(RunningSystem system) {
        super(system);
        operatorsEndpoints = system.hasOperatorsEndpoints();
    }

    @Test
    void everyAnswerHasTheSecurityHeaders() {
        var good = admin().get("/api/roles");
        var bad = anonymous().get("/api/users");
        var none = anonymous().get("/nowhere");
        var flooded = anonymous().request("GET", "/api/roles").header("X-Flood", "x".repeat(HEADER_FLOOD));
        for (var answer : List.of(good, bad, none, flooded.send(), admin().post("/api/roles", Samples.role()))) {
            assertThat(answer.header("X-Content-Type-Options")).as("%s", answer).isEqualTo("nosniff");
            assertThat(answer.header("X-Frame-Options")).as("%s", answer).isEqualTo("DENY");
            assertThat(answer.header("Content-Security-Policy"))
                    .as("%s", answer)
                    .startsWith("default-src 'none'");
            assertThat(answer.header("Referrer-Policy")).as("%s", answer).isEqualTo("no-referrer");
            assertThat(answer.header("Cache-Control")).as("%s", answer).contains("no-store");
            assertThat(answer.header("Server")).as("%s", answer).isNull();
            assertThat(answer.header("X-Powered-By")).as("%s", answer).isNull();
        }
    }

    @Test
    void tooMuchHeaderIsRefused() {
        var answer = anonymous()
                .request("GET", "/api/roles")
                .header("X-Flood", "x".repeat(HEADER_FLOOD))
                .send();

        assertThat(answer.status()).as("%s", answer).isBetween(400, 431);
        assertThat(answer.text()).doesNotContainIgnoringCase("tomcat").doesNotContainIgnoringCase("exception");
    }

    @Test
    void tooManyHeadersAreRefused() {
        var request = anonymous().request("GET", "/api/roles");
        for (var i = 0; i < 200; i++) {
            request.header("X-Flood-" + i, "x");
        }
        assertThat(request.send().status()).isBetween(400, 431);
    }

    @Test
    void anOversizedBodyIsRefused() {
        error(
                admin().request("POST", "/api/roles")
                        .json("\"" + "x".repeat(70_000) + "\"")
                        .send(),
                413);
    }

    @Test
    void onlyAdminsSeeWhatIsForOperators() {
        for (var path : List.of("/actuator", "/actuator/health", "/actuator/health/db")) {
            error(anonymous().get(path), operatorsEndpoints ? 401 : 404);
            error(people.approved().client().get(path), operatorsEndpoints ? 403 : 404);
        }
        assertThat(admin().get("/actuator/health").status()).isEqualTo(operatorsEndpoints ? 200 : 404);
        for (var probe : List.of("liveness", "readiness")) {
            assertThat(anonymous().get("/actuator/health/" + probe).status()).isEqualTo(200);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"roleId", "role", "approved", "disabled", "id", "uid", "NIP", "admin", "__proto__"})
    void nobodyRegistersAsMoreThanAnybody(String field) {
        validationError(
                anonymous().post("/api/auth/register", Samples.registration().with(field, 1)), field);
    }

    @Test
    void nobodyRaisesThemselvesByAFieldOfTheBody() {
        var person = people.newApproved();
        var before = person.client().get(person.path()).payload();

        for (var forbidden : List.of(
                Fields.of("roleId", 1),
                Fields.of("roleId", 2),
                Fields.of("approved", false),
                Fields.of("email", Samples.email()),
                Fields.of("NIP", Samples.nip()),
                Fields.of("name", "Allowed").with("roleId", 1))) {
            error(person.client().put(person.path(), forbidden), 403);
        }
        for (var unknown : List.of("role", "roleid", "RoleId", "admin", "Approved", "createdAt", "user.roleId")) {
            validationError(person.client().put(person.path(), Fields.of(unknown, 1)), unknown);
        }
        error(
                person.client()
                        .request("PUT", person.path())
                        .json("{\"roleId\": 3, \"roleId\": 1}")
                        .send(),
                400);
        var ignored = Fields.of("id", 1).with("uid", "another").with("disabled", true);
        success(person.client().put(person.path(), ignored), 200, "user");

        assertThat(person.client().get(person.path()).payload()).isEqualTo(before);
        error(person.client().get("/api/users"), 403);
    }

    @Test
    void nobodyApprovesOrEnablesThemselves() {
        var pending = people.newPerson(false, 3);
        for (var person : List.of(pending, people.newApproved())) {
            error(person.client().post(person.path() + "/approve"), 403);
            error(person.client().put(person.path() + "/approve"), 403);
            error(person.client().put(person.path() + "/disable", Fields.of("disabled", false)), 403);
        }
        error(pending.client().put(pending.path(), Fields.of("approved", true)), 403);
        error(pending.client().get(pending.path()), 403);
    }

    @Test
    void nobodyAddsAnIntegrationForSomebodyElse() {
        var person = people.newApproved();
        var other = people.newApproved();

        integrationError(person.client().post(INTEGRATIONS, Samples.integration(other.id())), 403);
        integrationError(
                person.client()
                        .post(INTEGRATIONS, Samples.integration(person.id()).with("ownerId", other.id())),
                400);
        integrationError(
                person.client()
                        .request("POST", INTEGRATIONS)
                        .json(
                                "{\"isconnected\": true, \"integrationId\": \"x\", \"userId\": \"user-%s\", \"userId\": \"user-%s\"}"
                                        .formatted(person.id(), other.id()))
                        .send(),
                400);
    }

    @Test
    void nobodyReadsOrChangesAnothersData() {
        var person = people.newApproved();
        var other = people.newApproved();
        var integration = other.client()
                .post(INTEGRATIONS, Samples.integration(other.id()))
                .payload()
                .path("id")
                .stringValue();
        other.client().settled();

        error(person.client().get(other.path()), 403);
        error(person.client().put(other.path(), Fields.of("name", "Taken Over")), 403);
        error(person.client().delete(other.path()), 403);
        for (var list : List.of(
                "/api/users",
                "/api/users?id=" + person.id(),
                "/api/users?id=" + other.id(),
                "/api/users?email=" + other.email(),
                "/api/users?q=a&page=1&limit=1",
                "/api/roles/3/users")) {
            error(person.client().get(list), 403);
        }
        var number = integration.substring(integration.indexOf('-') + 1);
        for (var id : List.of(integration, "userIntegration:" + number, number)) {
            integrationError(person.client().get(INTEGRATIONS + "/" + id), 400, "UserIntegrationId is Invalid");
            integrationError(
                    person.client().patch("/api/admin/userIntegration/" + id, Fields.of("isconnected", true)), 403);
            integrationError(person.client().delete("/api/admin/userIntegration/" + id), 403);
        }
    }

    @Test
    void noListOfIntegrationsShowsAnothers() {
        var person = people.newApproved();
        var other = people.newApproved();
        other.client().post(INTEGRATIONS, Samples.integration(other.id()));
        other.client().settled();

        for (var named : List.of(
                "user-" + other.id(),
                "user-0" + other.id(),
                "USER-" + other.id(),
                "" + other.id(),
                "user-" + other.id() + "%00",
                "*",
                "%7B%22$ne%22:1%7D",
                "user-" + person.id() + "&userId=user-" + other.id(),
                "user-" + other.id() + "&userId=user-" + person.id(),
                "user-" + person.id() + "&userid=user-" + other.id())) {
            var answer = person.client().get(INTEGRATIONS + "?page=1&limit=100&userId=" + named);
            assertThat(answer.status()).as("%s", answer).isIn(200, 400, 403);
            if (answer.status() == 200) {
                assertThat(elements(integration(answer, null))).isEmpty();
            }
        }
        assertThat(elements(integration(person.client().get(INTEGRATIONS + "?page=1&limit=100"), null)))
                .isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/api/users/%2e%2e/roles",
                "/api/users/1%2f..%2f2",
                "/api/users/1;id=2",
                "/api/users/01",
                "/api/users/1%00",
                "/api/users/+1",
                "/api/users//1",
                "/api/users/1%0a",
                "/api/users/%31%3bx",
            })
    void tricksWithPathsLeadNowhere(String path) {
        var answer = people.newApproved().client().get(path);

        assertThat(answer.status()).as("%s", answer).isBetween(400, 404);
        assertThat(answer.text()).doesNotContainIgnoringCase("exception");
    }

    @Test
    void whoeverGuessesPasswordsWaitsAndLearnsNothing() {
        var known = people.newApproved().email();
        var unknown = Samples.email();

        var first = guess(known);
        var again = guess(unknown);

        assertThat(first.status()).isEqualTo(429);
        assertThat(Integer.parseInt(String.valueOf(first.header("Retry-After"))))
                .isBetween(1, 30);
        assertThat(first.header("RateLimit-Policy")).contains(";q=");
        assertThat(again.status()).isEqualTo(429);
        assertThat(first.json().path("error")).isEqualTo(again.json().path("error"));
    }

    @Test
    void whoeverGuessesThePasswordOfASessionWaitsLikeAtSigningIn() {
        var person = people.newApproved();
        var guess = person.newPassword("my own new password").with("currentPassword", "a wrong password");
        var refused = Stream.generate(() -> person.client().put(person.path(), guess))
                .limit(20)
                .filter(answer -> answer.status() != 400)
                .findFirst()
                .orElseThrow();

        assertThat(List.of(
                        refused,
                        person.client().put(person.path(), person.newPassword("my own new password")),
                        people.logIn(person.email(), person.password())))
                .allSatisfy(answer -> assertThat(answer.status()).isEqualTo(429));
    }

    /** Guesses until the guessing is refused. */
    private Answer guess(String email) {
        for (var i = 0; i < 20; i++) {
            var answer = people.logIn(email, "a wrong password");
            if (answer.status() == 429) {
                return answer;
            }
            error(answer, 401);
        }
        throw new AssertionError("nobody stopped the guessing");
    }
}
