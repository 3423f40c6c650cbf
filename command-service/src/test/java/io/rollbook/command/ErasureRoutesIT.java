package io.rollbook.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpResponse;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.boot.test.web.server.LocalServerPort;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The routes about erasing, over HTTP. */
class ErasureRoutesIT extends WithWriteSide {

    private static final JsonMapper JSON = JsonMapper.builder().build();

    @LocalServerPort
    private int port;

    private HttpSide http = new HttpSide(0);
    private String admin = "";

    @BeforeEach
    void signIn() {
        http = new HttpSide(port);
        admin = http.adminToken();
    }

    @Test
    void erasingAnswersTheCertificateAndTheVersion() {
        var user = newUser();
        delete(user);

        var answer = erase(user, """
                {"reason": "asked for by letter"}""");

        assertThat(answer.statusCode()).isEqualTo(201);
        var body = JSON.readTree(answer.body());
        assertThat(body.at("/data/name").stringValue()).isEqualTo("erasure");
        var certificate = body.at("/data/data");
        assertThat(certificate.propertyNames()).containsExactly("id", "by", "at", "reason", "events", "fingerprint");
        assertThat(certificate.path("id").intValue()).isEqualTo(user);
        assertThat(certificate.path("by").stringValue()).isEqualTo("user-1");
        assertThat(certificate.path("reason").stringValue()).isEqualTo("asked for by letter");
        assertThat(certificate.path("events").intValue()).isEqualTo(3);
        assertThat(certificate.path("fingerprint").stringValue()).matches("[0-9a-f]{64}");
        assertThat(answer.headers().firstValue("ETag")).contains("\"3\"");
        assertThat(answer.headers().firstValue("X-Consistency-Token")).contains("user-" + user + "@3");
    }

    @Test
    void erasingHoldsToTheVersionTheClientExpects() {
        var user = newUser();
        var body = """
                {"reason": "asked for by letter", "delete": true}""";

        assertThat(erase(user, body, "If-Match", "\"0\"").statusCode()).isEqualTo(412);
        assertThat(erase(user, body, "If-Match", "\"1\"").statusCode()).isEqualTo(201);
        assertThat(erase(user, body, "If-Match", "\"1\"").statusCode()).isEqualTo(412);
        assertThat(erase(user, body, "If-Match", "\"3\"").statusCode()).isEqualTo(201);
    }

    @Test
    void erasingRefusesWithASentenceThatHelps() {
        var user = newUser();

        assertThat(details(erase(user, """
                {"reason": "asked for by letter"}"""), 409))
                .isEqualTo("the user is still on the roll; delete them first, or send delete: true to delete and erase"
                        + " them at once");
        assertThat(details(erase(user, """
                {"delete": "yes", "why": "because"}"""), 400))
                .isEqualTo("reason is required; delete must be true or false; why is not a field of this request");
        assertThat(details(erase(user, """
                {"reason": "Budi Santoso wants it", "delete": true}"""), 400))
                .isEqualTo("reason must not contain the person's name, email or NIP: it is kept for ever");
        assertThat(details(erase(999_999_999, """
                {"reason": "asked for by letter"}"""), 404)).isEqualTo("there is no user with this id");
    }

    @Test
    void certificatesAreListedTheNewestFirst() {
        var older = erased();
        var newer = erased();

        var page = http.send("GET", "/api/admin/erasures?limit=2", admin, "");
        var next = http.send("GET", "/api/admin/erasures?limit=1&page=2", admin, "");
        var all = http.send("GET", "/api/admin/erasures", admin, "");

        assertThat(data(page, 200)).containsExactly(newer, older);
        var total = Long.parseLong(page.headers().firstValue("X-Total-Count").orElseThrow());
        assertThat(total).isGreaterThanOrEqualTo(2);
        assertThat(page.headers().firstValue("Link").orElseThrow()).contains("<?limit=2&page=1>; rel=\"first\"");
        assertThat(data(next, 200)).containsExactly(older);
        assertThat(data(all, 200)).hasSize((int) total).startsWith(newer, older);
        assertThat(JSON.readTree(all.body()).at("/data/name").stringValue()).isEqualTo("erasures");
    }

    @Test
    void aPageThatCannotBeIsRefused() {
        assertThat(details(http.send("GET", "/api/admin/erasures?limit=501&page=0", admin, ""), 400))
                .isEqualTo("page must be an integer from 1 to 999999999; limit must be an integer from 1 to 500");
    }

    private JsonNode erased() {
        return data(erase(newUser(), """
                {"reason": "asked for by letter", "delete": true}"""), 201);
    }

    private HttpResponse<String> erase(int user, String body, String... headers) {
        return http.send("POST", "/api/admin/users/" + user + "/erase", admin, body, headers);
    }

    private void delete(int user) {
        assertThat(http.send("DELETE", "/api/users/" + user, admin, "").statusCode())
                .isEqualTo(200);
    }

    private int newUser() {
        var answer = http.send("POST", "/api/users", admin, """
                {"email": "%s@rollbook.test", "password": "correct horse battery", "name": "Budi Santoso",
                 "approved": true}""".formatted(UUID.randomUUID()));
        return data(answer, 201).path("id").intValue();
    }

    private static String details(HttpResponse<String> answer, int status) {
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(status);
        return JSON.readTree(answer.body()).at("/error/details").stringValue();
    }

    private static JsonNode data(HttpResponse<String> answer, int status) {
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(status);
        return JSON.readTree(answer.body()).at("/data/data");
    }
}
