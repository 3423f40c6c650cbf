package io.rollbook.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.rollbook.api.user.ChangeUser;
import io.rollbook.api.user.Edit;
import io.rollbook.api.user.PersonName;
import io.rollbook.api.user.UserId;
import io.rollbook.command.bus.Actor;
import io.rollbook.command.bus.CommandSender;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What is held about a person, over HTTP and the real store. */
class DataPackageIT extends WithWriteSide {

    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final String NIP = "198001012005011001";

    @LocalServerPort
    private int port;

    @Autowired
    private CommandSender commands;

    private final String email = UUID.randomUUID() + "@rollbook.test";
    private HttpSide http = new HttpSide(0);
    private String admin = "";
    private int id;

    @BeforeEach
    void addAPerson() {
        http = new HttpSide(port);
        admin = http.adminToken();
        id = data(http.send("POST", "/api/users", admin, """
                                {"email": "%s", "password": "correct horse battery", "name": "Budi Santoso",
                                 "NIP": "%s", "gender": "L", "jabatan": "Analis", "approved": true}""".formatted(email, NIP)), 201)
                .path("id")
                .intValue();
    }

    @Test
    void tellsWhoThePersonIsAndWhatAccountTheyHave() {
        var whole = dataPackage();

        var person = whole.path("person");
        assertThat(person.path("id").intValue()).isEqualTo(id);
        assertThat(person.path("state").stringValue()).isEqualTo("on the roll");
        assertThat(person.path("email").stringValue()).isEqualTo(email);
        assertThat(person.path("name").stringValue()).isEqualTo("Budi Santoso");
        assertThat(person.path("NIP").stringValue()).isEqualTo(NIP);
        assertThat(person.path("gender").stringValue()).isEqualTo("L");
        assertThat(person.path("jabatan").stringValue()).isEqualTo("Analis");
        assertThat(person.at("/role/name").stringValue()).isEqualTo("user");
        assertThat(person.path("approved").booleanValue()).isTrue();
        var account = whole.path("account");
        assertThat(account.path("provider").stringValue()).isEqualTo("local");
        assertThat(account.path("uid")).isEqualTo(person.path("uid"));
        assertThat(account.path("created").stringValue()).endsWith("Z");
        assertThat(account.propertyNames()).doesNotContain("password", "passwordHash");
        assertThat(whole.path("erasure").isNull()).isTrue();
    }

    @Test
    void tellsWhatHappenedToThemInOrderAndInWordsAndByWhom() {
        rename(admin, "Budi Utomo");

        var history = dataPackage().path("history");

        assertThat(history.values())
                .extracting(event -> event.path("type").stringValue())
                .containsExactly("user.added", "user.approved", "user.profile-changed");
        var added = history.get(0);
        assertThat(added.path("version").intValue()).isZero();
        assertThat(added.path("meaning").stringValue())
                .isEqualTo("The user was added to the roll with these particulars.");
        assertThat(added.path("actor").stringValue()).isEqualTo("user-1");
        assertThat(added.path("request").stringValue()).isNotBlank();
        assertThat(added.path("time").stringValue()).endsWith("Z");
        assertThat(added.at("/data/email").stringValue()).isEqualTo(email);
        assertThat(added.at("/data/nip").stringValue()).isEqualTo(NIP);
        assertThat(history.get(2).at("/data/name").stringValue()).isEqualTo("Budi Utomo");
    }

    @Test
    void tellsOfTheirIntegrationsAlsoOfThoseThatAreGone() {
        var kept = integration("kept");
        var removed = integration("removed");
        assertThat(http.send("DELETE", "/api/admin/userIntegration/" + removed, admin, "")
                        .statusCode())
                .isEqualTo(200);

        var integrations = dataPackage().path("integrations");

        assertThat(integrations.values())
                .extracting(
                        integration -> integration.path("id").stringValue(),
                        integration -> integration.path("state").stringValue())
                .containsExactly(tuple(kept, "connected"), tuple(removed, "removed"));
        assertThat(integrations.get(1).path("history").values())
                .extracting(event -> event.path("type").stringValue())
                .containsExactly("integration.added", "integration.connected", "integration.removed");
    }

    @Test
    void tellsWhatTheyDidToOthersAndNothingOfThem() {
        var other = new UserId(id);
        var doer = new Actor("user-999999", true);
        commands.send(renaming(other, "Somebody Else"), doer);
        var self = newAdmin();

        http.send("PUT", "/api/users/" + id, self.token(), """
                {"name": "Ani Wijaya"}""");
        http.send("PUT", "/api/users/" + self.id(), self.token(), """
                {"name": "Wati"}""");

        var whole = dataPackage(self.id(), self.token());
        assertThat(whole.path("deeds").values()).singleElement().satisfies(deed -> {
            assertThat(deed.path("type").stringValue()).isEqualTo("user.profile-changed");
            assertThat(deed.path("subject").stringValue()).isEqualTo("user-" + id);
            assertThat(deed.path("meaning").stringValue()).isNotBlank();
            assertThat(deed.propertyNames()).containsExactly("time", "type", "meaning", "subject", "request");
        });
        assertThat(whole.toString()).doesNotContain("Ani Wijaya", "Somebody Else");
    }

    @Test
    void tellsAllOfALongHistory() {
        var self = newAdmin();
        var other = new UserId(id);
        var actor = new Actor("user-" + self.id(), true);
        for (var i = 0; i < 1_001; i++) {
            commands.send(renaming(other, "Budi " + i), actor);
        }

        assertThat(dataPackage().path("history").values()).hasSize(1_003);
        assertThat(dataPackage(self.id(), admin).path("deeds").values()).hasSize(1_001);
    }

    @Test
    void isAFileThatAPersonCanRead() {
        var answer = http.send("GET", "/api/users/" + id + "/data-package", admin, "");

        assertThat(answer.headers().firstValue("Content-Disposition"))
                .contains("attachment; filename=\"user-" + id + ".json\"");
        assertThat(answer.headers().firstValue("Content-Type"))
                .hasValueSatisfying(type -> assertThat(type).startsWith("application/json"));
        assertThat(answer.body().lines().count()).isGreaterThan(30);
        assertThat(JSON.readTree(answer.body()).at("/data/name").stringValue()).isEqualTo("data-package");
    }

    @Test
    void isThereOfWhoeverIsDeletedForAnAdmin() {
        assertThat(http.send("DELETE", "/api/users/" + id, admin, "").statusCode())
                .isEqualTo(200);

        var whole = dataPackage();

        assertThat(whole.at("/person/state").stringValue()).isEqualTo("deleted");
        assertThat(whole.at("/person/email").stringValue()).isEqualTo(email);
        assertThat(whole.path("account").isNull()).isTrue();
    }

    @Test
    void hasNothingPersonalOfWhoeverIsErasedButTheCertificate() {
        rename(admin, "Budi Utomo");
        integration("gone");
        http.send("POST", "/api/admin/users/" + id + "/erase", admin, """
                {"reason": "asked for by letter", "delete": true}""");

        var whole = dataPackage();

        assertThat(whole.at("/person/state").stringValue()).isEqualTo("erased");
        assertThat(whole.at("/erasure/by").stringValue()).isEqualTo("user-1");
        assertThat(whole.at("/erasure/events").intValue()).isEqualTo(4);
        assertThat(whole.path("account").isNull()).isTrue();
        assertThat(whole.path("history").values()).hasSize(5);
        assertThat(whole.at("/history/0/data/role").intValue()).isEqualTo(3);
        for (var field : List.of("email", "name", "nip", "gender", "jabatan")) {
            assertThat(whole.at("/history/0/data").path(field).isNull())
                    .as(field)
                    .isTrue();
        }
        assertThat(whole.toString()).doesNotContain("Budi", email, NIP, "Analis");
    }

    @Test
    void isForOneselfAndAdminsOnly() {
        var other = token("POST", "/api/auth/login", email);

        assertThat(http.send("GET", "/api/users/" + id + "/data-package", other, "")
                        .statusCode())
                .isEqualTo(200);
        assertThat(http.send("GET", "/api/users/1/data-package", other, "").statusCode())
                .isEqualTo(403);
        assertThat(http.send("GET", "/api/users/" + id + "/data-package", null, "")
                        .statusCode())
                .isEqualTo(401);
        assertThat(http.send("GET", "/api/users/999999999/data-package", admin, "")
                        .statusCode())
                .isEqualTo(404);
        assertThat(http.send("GET", "/api/users/abc/data-package", admin, "").statusCode())
                .isEqualTo(400);
    }

    private record Somebody(int id, String token) {}

    private Somebody newAdmin() {
        var address = UUID.randomUUID() + "@rollbook.test";
        var added = data(http.send("POST", "/api/users", admin, """
                        {"email": "%s", "password": "correct horse battery", "name": "Siti", "approved": true,
                         "roleId": 1}""".formatted(address)), 201);
        return new Somebody(added.path("id").intValue(), token("POST", "/api/auth/login", address));
    }

    private String token(String method, String path, String address) {
        return data(http.send(method, path, null, """
                                {"email": "%s", "password": "correct horse battery"}""".formatted(address)), 200)
                .path("token")
                .stringValue();
    }

    private String integration(String name) {
        var answer = http.send("POST", "/api/userIntegration", admin, """
                {"isconnected": true, "userId": "user-%s", "integrationId": "%s"}""".formatted(id, name));
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        return JSON.readTree(answer.body()).at("/data/id").stringValue();
    }

    private void rename(String token, String name) {
        data(http.send("PUT", "/api/users/" + id, token, """
                {"name": "%s"}""".formatted(name)), 200);
    }

    private static ChangeUser renaming(UserId user, String name) {
        return new ChangeUser(
                user, null, null, new PersonName(name), Edit.keep(), Edit.keep(), Edit.keep(), null, null);
    }

    private JsonNode dataPackage() {
        return dataPackage(id, admin);
    }

    private JsonNode dataPackage(int user, String token) {
        return data(http.send("GET", "/api/users/" + user + "/data-package", token, ""), 200);
    }

    private static JsonNode data(HttpResponse<String> answer, int status) {
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(status);
        return JSON.readTree(answer.body()).at("/data/data");
    }
}
