package io.rollbook.command.startup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.rollbook.api.user.EmailAddress;
import io.rollbook.api.user.ErasureReason;
import io.rollbook.api.user.NewPassword;
import io.rollbook.api.user.PersonName;
import io.rollbook.api.user.UserId;
import io.rollbook.command.CommandServiceApplication;
import io.rollbook.command.WriteSide;
import io.rollbook.command.bus.Actor;
import io.rollbook.command.bus.IfMatch;
import io.rollbook.command.privacy.Eraser;
import io.rollbook.command.user.Enrolment;
import io.rollbook.web.platform.StartRefused;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.SpringApplication;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.DriverManagerDataSource;

/** The database as {@code deploy/postgres} makes it: one role owns and migrates, another one runs. */
@Tag("thorough")
class TwoRolesIT {

    private static final String OWN = "two_roles";
    private static final String OWNER = "two_roles_owner";
    private static final String RUNNER = "two_roles_runner";
    private static final String OWNER_PASSWORD = "seven quiet hills";
    private static final String PASSWORD = "eight loud valleys";

    private static @Nullable Map<String, String> settings;

    private static synchronized Map<String, String> settings() throws IOException, SQLException {
        if (settings == null) {
            var own = new HashMap<>(WriteSide.propertiesWithOwn(OWN));
            // The server of the tests has a role of that name already.
            var roles = Files.readString(Path.of("../deploy/postgres/roles.sql"))
                    .replaceAll("\\brollbook_owner\\b", OWNER)
                    .replaceAll("\\brollbook\\b", RUNNER)
                    .replace(":'owner_password'", "'" + OWNER_PASSWORD + "'")
                    .replace(":'password'", "'" + PASSWORD + "'");
            try (var connection = superuser(own).getConnection();
                    var statement = connection.createStatement()) {
                statement.execute(roles);
            }
            own.put("spring.datasource.username", RUNNER);
            own.put("spring.datasource.password", PASSWORD);
            own.put("spring.flyway.user", OWNER);
            own.put("spring.flyway.password", OWNER_PASSWORD);
            run(own).close();
            settings = own;
        }
        return new HashMap<>(settings);
    }

    @Test
    void aServiceStartsEnrolsErasesAndStartsAgain() throws IOException, SQLException {
        try (var side = run(settings())) {
            var user = new UserId(side.getBean(Enrolment.class)
                    .register(
                            new PersonName("Siti"),
                            new EmailAddress("siti@rollbook.test"),
                            new NewPassword("correct horse battery"))
                    .view()
                    .id());
            var erased = side.getBean(Eraser.class)
                    .erase(user, new ErasureReason("asked for"), true, Actor.SYSTEM, IfMatch.ANY);
            assertThat(erased.changed()).isTrue();
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "update domain_event set payload = payload",
                "delete from domain_event",
                "truncate domain_event",
                "alter table domain_event disable trigger all",
                "drop trigger domain_event_is_append_only on domain_event",
                "alter function refuse_change() rename to other",
                "drop table domain_event cascade",
                "create table other (id integer)",
                "create role other",
                "set session_replication_role = replica",
                "set role " + OWNER
            })
    void theOneThatRunsCannot(String statement) throws IOException, SQLException {
        var database = WriteSide.connections();
        database.setUrl(settings().get("spring.datasource.url"));
        database.setUsername(RUNNER);
        database.setPassword(PASSWORD);

        assertThatThrownBy(() -> JdbcClient.create(database).sql(statement).update())
                .rootCause()
                .hasMessageMatching("(?s).*(permission denied|must be owner|history is never changed).*");
    }

    @Test
    void aPasswordOfTheOwnerThatIsRefusedIsOneSentence() throws IOException, SQLException {
        var wrong = settings();
        wrong.put("spring.flyway.password", "not the one");

        assertThatThrownBy(() -> run(wrong))
                .rootCause()
                .isInstanceOf(StartRefused.class)
                .hasMessageContaining("SPRING_FLYWAY_PASSWORD")
                .hasMessageNotContaining("not the one");
    }

    // The one that the embedded server has beside the role of the tests; in a container that role is one.
    private static DriverManagerDataSource superuser(Map<String, String> own) {
        var database = WriteSide.connections();
        database.setUrl(own.get("spring.datasource.url"));
        var isOne = JdbcClient.create(database)
                .sql("select rolsuper from pg_roles where rolname = current_user")
                .query(Boolean.class)
                .single();
        if (!isOne) {
            database.setUsername("postgres");
        }
        return database;
    }

    private static ConfigurableApplicationContext run(Map<String, String> settings) {
        var arguments = settings.entrySet().stream()
                .map(setting -> "--" + setting.getKey() + "=" + setting.getValue())
                .toArray(String[]::new);
        return SpringApplication.run(CommandServiceApplication.class, arguments);
    }
}
