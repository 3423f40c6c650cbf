package io.rollbook.standalone.contract;

import static io.rollbook.standalone.support.Expect.error;
import static io.rollbook.standalone.support.Expect.success;
import static org.assertj.core.api.Assertions.assertThat;

import io.rollbook.standalone.support.Answer;
import io.rollbook.standalone.support.Fields;
import io.rollbook.standalone.support.RunningSystem;
import io.rollbook.standalone.support.Samples;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What somebody tries who means no good. */
abstract class AttackContract extends ResourceContract {

    private static final int HEADER_FLOOD = 20_000;

    AttackContract(RunningSystem system) {
        super(system);
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
            error(anonymous().get(path), 401);
            error(people.approved().client().get(path), 403);
        }
        assertThat(admin().get("/actuator/health").status()).isEqualTo(200);
        for (var probe : List.of("liveness", "readiness")) {
            assertThat(anonymous().get("/actuator/health/" + probe).status()).isEqualTo(200);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"roleId", "approved"})
    void nobodyRaisesThemselvesByAFieldOfTheBody(String field) {
        var person = people.newApproved();
        var raising = field.equals("roleId") ? Fields.of(field, 1) : Fields.of(field, false);

        error(person.client().put(person.path(), raising), 403);
        error(anonymous().post("/api/auth/register", Samples.registration().with(field, 1)), 400);
        success(person.client().get(person.path()), 200, "user");
    }

    @Test
    void nobodyReadsOrChangesAnothersData() {
        var person = people.newApproved();
        var other = people.newApproved();

        error(person.client().get(other.path()), 403);
        error(person.client().put(other.path(), Fields.of("name", "Taken Over")), 403);
        error(person.client().get("/api/users"), 403);
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
