package io.rollbook.standalone.support;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** The documented envelopes and objects, key by key. */
public final class Expect {

    private static final String TIMESTAMP = "\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d\\.\\d{3}Z";

    private static final Map<Integer, String> REASONS = Map.ofEntries(
            Map.entry(200, "OK"),
            Map.entry(201, "Created"),
            Map.entry(400, "Bad Request"),
            Map.entry(401, "Unauthorized"),
            Map.entry(403, "Forbidden"),
            Map.entry(404, "Not Found"),
            Map.entry(405, "Method Not Allowed"),
            Map.entry(406, "Not Acceptable"),
            Map.entry(408, "Request Timeout"),
            Map.entry(409, "Conflict"),
            Map.entry(413, "Content Too Large"),
            Map.entry(415, "Unsupported Media Type"),
            Map.entry(421, "Misdirected Request"),
            Map.entry(503, "Service Unavailable"));

    private static final Map<Integer, String> ERROR_NAMES = Map.of(
            400, "ValidationError",
            401, "AuthenticationError",
            403, "ForbiddenError",
            404, "NotFoundError",
            409, "ConflictError");

    private Expect() {}

    /** A success in envelope A; returns {@code data.data}. */
    public static JsonNode success(Answer answer, int code, String name) {
        statusAndType(answer, code);
        var body = answer.json();
        keys(answer, body, "code", "status", "data", "meta");
        keys(answer, body.path("data"), "name", "data");
        codeAndMeta(answer, code);
        assertThat(body.path("data").path("name").stringValue())
                .as("%s", answer)
                .isEqualTo(name);
        return body.path("data").path("data");
    }

    /** An error in envelope A; returns {@code error.details}. */
    public static String error(Answer answer, int code) {
        statusAndType(answer, code);
        var body = answer.json();
        keys(answer, body, "code", "status", "error", "meta");
        keys(answer, body.path("error"), "name", "details");
        codeAndMeta(answer, code);
        var name = body.path("error").path("name").stringValue();
        var documented = ERROR_NAMES.get(code);
        if (documented == null) {
            assertThat(name).as("%s", answer).matches("[A-Z][A-Za-z]+Error");
        } else {
            assertThat(name).as("%s", answer).isEqualTo(documented);
        }
        var details = body.path("error").path("details").stringValue();
        revealsNothing(answer, details);
        return details;
    }

    /** A validation error in envelope A that names exactly these fields, in whatever order. */
    public static void validationError(Answer answer, String... fields) {
        var named = Arrays.stream(error(answer, 400).split("; "))
                .map(problem -> problem.split(" ", 2)[0])
                .toList();
        assertThat(named).as("%s", answer).containsOnly(fields);
    }

    /** A success in envelope B with data; returns it. */
    public static JsonNode integration(Answer answer, @Nullable String message) {
        statusAndType(answer, 200);
        var body = answer.json();
        if (message == null) {
            keys(answer, body, "status", "data");
        } else {
            keys(answer, body, "status", "message", "data");
            assertThat(body.path("message").stringValue()).as("%s", answer).isEqualTo(message);
        }
        assertThat(body.path("status").intValue()).as("%s", answer).isEqualTo(200);
        return body.path("data");
    }

    /** A success in envelope B with nothing to show. */
    public static void integrationDone(Answer answer, String message) {
        statusAndType(answer, 200);
        keys(answer, answer.json(), "status", "message");
        assertThat(answer.json().path("status").intValue()).isEqualTo(200);
        assertThat(answer.json().path("message").stringValue()).as("%s", answer).isEqualTo(message);
    }

    /** An error in envelope B whose text is documented. */
    public static void integrationError(Answer answer, int status, String error) {
        assertThat(integrationError(answer, status)).as("%s", answer).isEqualTo(error);
    }

    /** An error in envelope B; returns its text. */
    public static String integrationError(Answer answer, int status) {
        statusAndType(answer, status);
        keys(answer, answer.json(), "status", "error");
        assertThat(answer.json().path("status").intValue()).as("%s", answer).isEqualTo(status);
        var error = answer.json().path("error").stringValue();
        revealsNothing(answer, error);
        return error;
    }

    /** An error as RFC 9457. */
    public static void problem(Answer answer, int code) {
        assertThat(answer.status()).as("%s", answer).isEqualTo(code);
        assertThat(answer.header("Content-Type")).as("%s", answer).startsWith("application/problem+json");
        var body = answer.json();
        assertThat(body.propertyNames()).as("%s", answer).contains("title", "status", "detail", "code");
        assertThat(body.path("status").intValue()).isEqualTo(code);
        assertThat(body.path("code").intValue()).isEqualTo(code);
        assertThat(body.path("title").stringValue()).isEqualTo(REASONS.get(code));
        revealsNothing(answer, body.path("detail").stringValue());
    }

    /** What every command on {@code aggregate} answers beside its body: the version, and the token twice. */
    public static void commandOn(Answer answer, String aggregate) {
        assertThat(answer.consistencyToken()).as("%s", answer).isEqualTo(aggregate + "@" + answer.version());
        assertThat(consistencyCookie(answer)).as("%s", answer).endsWith("=" + answer.consistencyToken());
    }

    /** The cookie, {@code name=value}, that carries the same token as the header for a short while. */
    public static String consistencyCookie(Answer answer) {
        var cookies = answer.allHeaders("Set-Cookie").stream()
                .filter(cookie -> cookie.split(";", 2)[0].endsWith("=" + answer.consistencyToken()))
                .toList();
        assertThat(cookies).as("%s", answer).hasSize(1);
        assertThat(cookies.getFirst()).containsIgnoringCase("Max-Age=");
        return cookies.getFirst().split(";", 2)[0];
    }

    /** A user as documented, and nothing else of them. */
    public static void userObject(JsonNode user) {
        assertThat(user.propertyNames())
                .containsExactlyInAnyOrder(
                        "id", "uid", "email", "disabled", "name", "NIP", "gender", "jabatan", "approved");
        assertThat(user.path("id").isInt()).isTrue();
        assertThat(user.path("uid").isString() || user.path("uid").isNull()).isTrue();
        assertThat(user.path("email").isString()).isTrue();
        assertThat(user.path("disabled").isBoolean()).isTrue();
        assertThat(user.path("name").isString()).isTrue();
        assertThat(user.path("approved").isBoolean()).isTrue();
        for (var optional : List.of("NIP", "gender", "jabatan")) {
            assertThat(user.path(optional).isString() || user.path(optional).isNull())
                    .as(optional)
                    .isTrue();
        }
    }

    /** A role as documented, and nothing else of it. */
    public static void roleObject(JsonNode role) {
        assertThat(role.propertyNames()).containsExactlyInAnyOrder("id", "name");
        assertThat(role.path("id").isInt()).isTrue();
        assertThat(role.path("name").isString()).isTrue();
    }

    /** A user's integration as documented, with its id. */
    public static void integrationObject(JsonNode integration) {
        assertThat(integration.propertyNames())
                .containsExactlyInAnyOrder("id", "isconnected", "userId", "integrationId");
        assertThat(integration.path("id").stringValue()).matches("userIntegration-[1-9][0-9]*");
        assertThat(integration.path("isconnected").isBoolean()).isTrue();
        assertThat(integration.path("userId").stringValue()).matches("user-[1-9][0-9]*");
        assertThat(integration.path("integrationId").isString()).isTrue();
    }

    /** The elements of a JSON array. */
    public static List<JsonNode> elements(JsonNode array) {
        assertThat(array.isArray()).as("an array: %s", array).isTrue();
        return List.copyOf(array.values());
    }

    private static void statusAndType(Answer answer, int code) {
        assertThat(answer.status()).as("%s", answer).isEqualTo(code);
        assertThat(answer.header("Content-Type")).as("%s", answer).matches("application/json(;.*)?");
    }

    private static void codeAndMeta(Answer answer, int code) {
        var body = answer.json();
        assertThat(body.path("code").intValue()).as("%s", answer).isEqualTo(code);
        assertThat(body.path("status").stringValue()).as("%s", answer).isEqualTo(REASONS.get(code));
        keys(answer, body.path("meta"), "timestamp");
        assertThat(body.path("meta").path("timestamp").stringValue()).matches(TIMESTAMP);
    }

    private static void keys(Answer answer, JsonNode object, String... keys) {
        assertThat(object.propertyNames()).as("%s", answer).containsExactlyInAnyOrder(keys);
    }

    private static void revealsNothing(Answer answer, String sentence) {
        assertThat(sentence)
                .as("%s", answer)
                .isNotBlank()
                .doesNotContainPattern("(?i)exception|\\bat [a-z]+\\.|org\\.|java\\.|select |insert |sqlstate");
    }
}
