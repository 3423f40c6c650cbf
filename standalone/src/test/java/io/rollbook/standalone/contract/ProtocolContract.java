package io.rollbook.standalone.contract;

import static io.rollbook.standalone.support.Expect.error;
import static io.rollbook.standalone.support.Expect.integrationError;
import static io.rollbook.standalone.support.Expect.problem;
import static io.rollbook.standalone.support.Expect.success;
import static io.rollbook.standalone.support.Expect.validationError;
import static org.assertj.core.api.Assertions.assertThat;

import io.rollbook.standalone.support.Answer;
import io.rollbook.standalone.support.Fields;
import io.rollbook.standalone.support.RunningSystem;
import io.rollbook.standalone.support.Samples;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What holds for every route: errors outside the documented cases, media types, sizes. */
abstract class ProtocolContract extends ResourceContract {

    private static final int BODY_LIMIT = 64 * 1024;

    ProtocolContract(RunningSystem system) {
        super(system);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"{", "", "{\"name\":}", "{\"name\":\"x\",}", "nonsense", "[]", "\"name\"", "null", "7", "{]"})
    void aBodyThatIsNoJsonObjectIsInvalid(String body) {
        error(admin().request("POST", "/api/roles").json(body).send(), 400);
        error(admin().request("POST", "/api/users").json(body).send(), 400);
        error(admin().request("PUT", "/api/users/1").json(body).send(), 400);
        error(anonymous().request("POST", "/api/auth/register").json(body).send(), 400);
        error(anonymous().request("POST", "/api/auth/login").json(body).send(), 400);
        integrationError(
                admin().request("POST", "/api/userIntegration").json(body).send(), 400, "Validation Error");
    }

    @Test
    void aMissingBodyIsInvalid() {
        error(
                admin().request("POST", "/api/roles")
                        .header("Content-Type", "application/json")
                        .send(),
                400);
    }

    @Test
    void aBodyOutsideUnicodeIsInvalid() {
        var bytes = "{\"name\":\"caf\u00e9\"}".getBytes(StandardCharsets.ISO_8859_1);
        error(
                admin().request("POST", "/api/roles")
                        .body("application/json", bytes)
                        .send(),
                400);
        validationError(
                admin().request("POST", "/api/roles")
                        .json("{\"name\":\"\\ud800\"}")
                        .send(),
                "name");
    }

    @Test
    void aBodyNestedWithoutEndIsInvalid() {
        var nested = "[".repeat(30_000) + "]".repeat(30_000);
        error(
                admin().request("POST", "/api/roles")
                        .json("{\"name\":" + nested + "}")
                        .send(),
                400);
    }

    @ParameterizedTest
    @ValueSource(strings = {"text/plain", "application/xml", "application/x-www-form-urlencoded", "not a type"})
    void anotherMediaTypeIsUnsupported(String type) {
        var role = Samples.role().toString();
        error(admin().request("POST", "/api/roles").body(type, role).send(), 415);
        error(anonymous().request("POST", "/api/auth/register").body(type, role).send(), 415);
        integrationError(
                admin().request("POST", "/api/userIntegration").body(type, role).send(), 415);
    }

    @ParameterizedTest
    @ValueSource(strings = {"application/json", "application/json; charset=utf-8", "APPLICATION/JSON;charset=UTF-8"})
    void jsonIsSpelledInSeveralWays(String type) {
        success(
                admin().request("POST", "/api/roles")
                        .body(type, Samples.role().toString())
                        .send(),
                201,
                "role");
    }

    @ParameterizedTest
    @ValueSource(strings = {"/api/nothing", "/api/users/1/nothing", "/api/auth", "/api/roles/1/users/2", "/nothing"})
    void noRouteIsNotFound(String path) {
        error(admin().get(path), 404);
        error(admin().post(path, Fields.none()), 404);
    }

    @ParameterizedTest
    @ValueSource(strings = {"/api/userIntegration/1/nothing", "/api/admin/userIntegration/1/nothing"})
    void noRouteOfTheIntegrationsIsNotFoundInTheirEnvelope(String path) {
        integrationError(admin().get(path), 404);
        integrationError(admin().post(path, Fields.none()), 404);
    }

    @ParameterizedTest
    @CsvSource({
        "PATCH, /api/users/1",
        "POST, /api/users/1",
        "PUT, /api/users",
        "DELETE, /api/roles",
        "PUT, /api/auth/register",
        "PATCH, /api/users/1/approve",
        "DELETE, /api/users/1/disable"
    })
    void anotherMethodIsNotAllowed(String method, String path) {
        var answer = admin().request(method, path).json(Fields.none()).send();
        error(answer, 405);
        assertThat(answer.header("Allow")).as("%s", answer).isNotBlank();
    }

    @ParameterizedTest
    @CsvSource({"PUT, /api/userIntegration", "POST, /api/admin/userIntegration/1", "PUT, /api/admin/userIntegration/1"})
    void anotherMethodOfTheIntegrationsIsNotAllowedInTheirEnvelope(String method, String path) {
        var answer = admin().request(method, path).json(Fields.none()).send();
        integrationError(answer, 405);
        assertThat(answer.header("Allow")).as("%s", answer).isNotBlank();
    }

    @Test
    void aBodyOverTheLimitIsTooLarge() {
        error(
                admin().request("POST", "/api/roles")
                        .json(roleOfSize(BODY_LIMIT + 1))
                        .send(),
                413);
        error(
                anonymous()
                        .request("POST", "/api/auth/register")
                        .json(roleOfSize(BODY_LIMIT + 1))
                        .send(),
                413);
        integrationError(
                admin().request("POST", "/api/userIntegration")
                        .json(roleOfSize(BODY_LIMIT + 1))
                        .send(),
                413);
    }

    @Test
    void aBodyAtTheLimitIsRead() {
        validationError(
                admin().request("POST", "/api/roles")
                        .json(roleOfSize(BODY_LIMIT))
                        .send(),
                "name");
    }

    @ParameterizedTest
    @CsvSource({"application/xml", "text/html", "image/png"})
    void whatCannotBeSentIsNotAcceptable(String accepted) {
        error(accepting(accepted, "/api/roles"), 406);
        integrationError(accepting(accepted, "/api/userIntegration?page=1&limit=1"), 406);
    }

    @ParameterizedTest
    @ValueSource(strings = {"*/*", "application/json", "application/*", "text/html, application/json;q=0.5"})
    void whatCanBeSentIs(String accepted) {
        success(accepting(accepted, "/api/roles"), 200, "roles");
    }

    @Test
    void anErrorIsAProblemForWhoAsksForOne() {
        var problem = "application/problem+json";
        problem(accepting(problem, "/api/users/abc"), 400);
        problem(accepting(problem, "/api/users/999999999"), 404);
        problem(accepting(problem, "/api/nothing"), 404);
        problem(accepting(problem, "/api/userIntegration/abc"), 400);
        problem(accepting(problem + ", application/json", "/api/users/abc"), 400);
        problem(
                anonymous()
                        .request("GET", "/api/users")
                        .header("Accept", problem)
                        .send(),
                401);
        problem(
                people.approved()
                        .client()
                        .request("GET", "/api/users")
                        .header("Accept", problem)
                        .send(),
                403);
        problem(
                admin().request("DELETE", "/api/roles/1")
                        .header("Accept", problem)
                        .send(),
                409);
        problem(
                admin().request("POST", "/api/roles")
                        .header("Accept", problem)
                        .body("text/plain", "x")
                        .send(),
                415);
    }

    @Test
    void aProblemSaysTheSameAsTheEnvelope() {
        var asProblem = accepting("application/problem+json, application/json", "/api/users/abc");
        var inEnvelope = admin().get("/api/users/abc");
        assertThat(asProblem.json().path("detail").stringValue()).isEqualTo(error(inEnvelope, 400));
    }

    private Answer accepting(String mediaTypes, String path) {
        return admin().request("GET", path).header("Accept", mediaTypes).send();
    }

    private static String roleOfSize(int size) {
        var frame = "{\"name\":\"\"}";
        return "{\"name\":\"" + "x".repeat(size - frame.length()) + "\"}";
    }
}
