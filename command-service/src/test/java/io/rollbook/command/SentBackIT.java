package io.rollbook.command;

import static org.assertj.core.api.Assertions.assertThat;

import io.rollbook.api.role.BuiltInRole;
import io.rollbook.api.role.CreateRole;
import io.rollbook.api.role.RoleName;
import io.rollbook.api.user.AddUser;
import io.rollbook.api.user.EmailAddress;
import io.rollbook.api.user.JobTitle;
import io.rollbook.api.user.Nip;
import io.rollbook.api.user.PersonName;
import io.rollbook.command.bus.Actor;
import io.rollbook.command.bus.CommandSender;
import io.rollbook.command.role.RoleClaims;
import io.rollbook.command.user.UserClaims;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;
import tools.jackson.databind.json.JsonMapper;

/** What older rules admitted is no change when it is sent back, whatever the rules say now. */
class SentBackIT extends WithWriteSide {

    private static final JsonMapper JSON = JsonMapper.builder().build();

    @LocalServerPort
    private int port;

    @Autowired
    private CommandSender commands;

    @Autowired
    private UserClaims users;

    @Autowired
    private RoleClaims roles;

    @Test
    void aUserOfOlderRulesIsNotChangedByWhatItShows() {
        var http = new HttpSide(port);
        var admin = http.adminToken();
        var id = users.nextId();
        // The constructors take what was kept; no rule of today admits any of these.
        var added = commands.send(
                new AddUser(
                        id,
                        UUID.randomUUID().toString(),
                        new EmailAddress("\u00a0Ani." + UUID.randomUUID() + "@MÜNCHEN_1.de"),
                        new PersonName("\u3000...\u200b"),
                        new Nip("old"),
                        null,
                        new JobTitle("Ａnalis "),
                        true,
                        BuiltInRole.USER.id()),
                Actor.SYSTEM);
        var shown = JSON.valueToTree(added.view()).toString();

        var answer = http.send("PUT", "/api/users/" + id.value(), admin, shown);

        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        assertThat(JSON.readTree(answer.body()).at("/data/data").toString()).isEqualTo(shown);
        assertThat(answer.headers().firstValue("ETag")).hasValue("\"1\"");
        var another = http.send("PUT", "/api/users/" + id.value(), admin, shown.replace("...", "...."));
        assertThat(another.statusCode()).as(another.body()).isEqualTo(400);
        assertThat(another.body()).contains("name must").doesNotContain("email", "jabatan", "NIP");
    }

    @Test
    void aRoleOfOlderRulesIsNotRenamedByItsName() {
        var http = new HttpSide(port);
        var admin = http.adminToken();
        var id = roles.nextId();
        var name = "Ｂendahara\u00a0" + UUID.randomUUID();
        commands.send(new CreateRole(id, new RoleName(name)), Actor.SYSTEM);

        var answer = http.send("PUT", "/api/roles/" + id.value(), admin, JSON.writeValueAsString(new Named(name)));

        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(201);
        assertThat(JSON.readTree(answer.body()).at("/data/data/name").stringValue())
                .isEqualTo(name);
        assertThat(answer.headers().firstValue("ETag")).hasValue("\"0\"");
    }

    private record Named(String name) {}
}
