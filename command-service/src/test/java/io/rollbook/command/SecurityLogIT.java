package io.rollbook.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.rollbook.web.log.SecurityEvent;
import io.rollbook.web.log.SecurityLog;
import java.net.http.HttpResponse;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;
import org.springframework.boot.test.web.server.LocalServerPort;
import tools.jackson.databind.json.JsonMapper;

/** What the security log tells of requests: each event once, by whom, and nothing of what they typed. */
class SecurityLogIT extends WithWriteSide {

    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final String PASSWORD = "correct horse battery";

    @LocalServerPort
    private int port;

    private final Logger logger = (Logger) LoggerFactory.getLogger(SecurityLog.LOGGER);
    private final ListAppender<ILoggingEvent> lines = new ListAppender<>();
    private final String email = UUID.randomUUID() + "@rollbook.test";
    private HttpSide http = new HttpSide(0);
    private String admin = "";
    private int id;
    private String user = "";

    @BeforeEach
    void addAPerson() {
        http = new HttpSide(port);
        admin = http.adminToken();
        var added = http.send("POST", "/api/users", admin, """
                {"email": "%s", "password": "%s", "name": "Budi Santoso", "approved": true}""".formatted(email, PASSWORD));
        id = JSON.readTree(added.body()).at("/data/data/id").intValue();
        user = "user-" + id;
        lines.start();
        logger.addAppender(lines);
        // Another test may have let strangers do more than is written.
        await().until(() -> {
            SecurityLog.tell(SecurityEvent.ACCESS_REFUSED, null);
            return !lines.list.isEmpty();
        });
        lines.list.clear();
    }

    @AfterEach
    void leave() {
        logger.detachAppender(lines);
        assertThat(lines.list)
                .extracting(ILoggingEvent::getFormattedMessage)
                .allSatisfy(line -> assertThat(line).doesNotContain(email, PASSWORD, "Budi", "forged"));
    }

    @Test
    void tellsOfSigningInAndOut() {
        var token = signIn(PASSWORD);
        signIn("the wrong one");
        http.send("DELETE", "/api/auth/session", token, "");

        assertTold(
                "signed-in person=" + user + " network=127.0.0.0/24",
                "sign-in-refused person=none network=127.0.0.0/24",
                "rights-changed person=" + user + " network=127.0.0.0/24 command=SignOutUser of=" + user,
                "signed-out person=" + user + " network=127.0.0.0/24");
    }

    @Test
    void tellsOfRefusedAccessButNotOfSomebodyWhoIsNotSignedIn() {
        var token = signIn(PASSWORD);
        http.send("POST", "/api/roles", token, "{\"name\": \"forged\"}");
        http.send("DELETE", "/api/users/1", "forged", "");
        http.send("DELETE", "/api/users/1", null, "");

        assertTold(
                "signed-in person=" + user + " network=127.0.0.0/24",
                "access-refused person=" + user + " network=127.0.0.0/24 method=POST route=/api/roles needs=ADMIN",
                "access-refused person=none network=127.0.0.0/24 method=DELETE route=/api/users/{id} needs=ADMIN");
    }

    @Test
    void tellsOfChangedRightsWithWhoChangedThem() {
        var added = JSON.readTree(http.send("POST", "/api/users", admin, """
                        {"email": "other-%s", "password": "%s", "name": "Siti"}""".formatted(email, PASSWORD))
                        .body())
                .at("/data/data/id")
                .intValue();
        http.send("PUT", "/api/users/" + id + "/disable", admin, "");
        http.send("PUT", "/api/users/" + id, admin, "{\"name\": \"Another\"}");
        http.send("PUT", "/api/users/" + id + "/disable", "forged", "");

        assertTold(
                "rights-changed person=user-1 network=127.0.0.0/24 command=AddUser of=user-" + added,
                "rights-changed person=user-1 network=127.0.0.0/24 command=ToggleUser of=" + user,
                "access-refused person=none network=127.0.0.0/24 method=PUT route=/api/users/{id}/disable needs=ADMIN");
    }

    @Test
    void tellsOfAWrongCurrentPassword() {
        var token = signIn(PASSWORD);
        http.send("PUT", "/api/users/" + id, token, """
                {"password": "eight loud valleys", "currentPassword": "forged password"}""");

        assertTold(
                "signed-in person=" + user + " network=127.0.0.0/24",
                "password-refused person=" + user + " network=127.0.0.0/24");
    }

    @Test
    void tellsOfExportsAndErasures() {
        http.send("GET", "/api/users/" + id + "/data-package", admin, "");
        http.send("POST", "/api/admin/users/" + id + "/erase", admin, """
                {"reason": "asked for by letter", "delete": true}""");

        assertTold(
                "data-exported person=user-1 network=127.0.0.0/24 of=" + user,
                "rights-changed person=user-1 network=127.0.0.0/24 command=EraseUser of=" + user,
                "person-erased person=user-1 network=127.0.0.0/24 of=" + user);
    }

    private String signIn(String password) {
        HttpResponse<String> answer = http.send("POST", "/api/auth/login", null, """
                {"email": "%s", "password": "%s"}""".formatted(email, password));
        return JSON.readTree(answer.body()).at("/data/data/token").asString("");
    }

    private void assertTold(String... told) {
        assertThat(lines.list).extracting(ILoggingEvent::getFormattedMessage).containsExactly(told);
        assertThat(lines.list)
                .extracting(line -> line.getMDCPropertyMap().get("correlationId"))
                .doesNotContainNull();
    }
}
