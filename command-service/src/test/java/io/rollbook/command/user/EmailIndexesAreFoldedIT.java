package io.rollbook.command.user;

import static org.assertj.core.api.Assertions.assertThat;

import io.rollbook.api.user.UserRegistered;
import io.rollbook.command.WriteSide;
import io.rollbook.command.privacy.EmailIndex;
import io.rollbook.personal.DataKey;
import io.rollbook.personal.KeyRing;
import io.rollbook.personal.SealedFields;
import java.util.List;
import java.util.Objects;
import org.flywaydb.core.Flyway;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.DriverManagerDataSource;
import tools.jackson.databind.json.JsonMapper;

/** Rows whose email another rule made an index of get the index of today. */
@ExtendWith(OutputCaptureExtension.class)
class EmailIndexesAreFoldedIT {

    private static final JsonMapper JSON = JsonMapper.builder().build();

    private final KeyRing ring = KeyRing.random();
    private final EmailIndex index = new EmailIndex(ring);

    @Test
    void theOlderOfTwoThatBecomeEqualTakesTheIndexAndTheOtherKeepsItsOwn(CapturedOutput log) {
        var properties = WriteSide.propertiesWithOwn("emails_of_the_first_rules");
        var database = new DriverManagerDataSource(
                Objects.requireNonNull(properties.get("spring.datasource.url")),
                Objects.requireNonNull(properties.get("spring.datasource.username")),
                Objects.requireNonNull(properties.get("spring.datasource.password")));
        var jdbc = JdbcClient.create(database);
        Flyway.configure()
                .dataSource(database)
                .javaMigrations(new EmailsBecomeIndexes(index))
                .target("10")
                .load()
                .migrate();
        enrol(jdbc, 1, "plain@example.org");
        enrol(jdbc, 2, "Ani@MÜNCHEN.de");
        enrol(jdbc, 3, "\u00a0plain@example.org");
        enrol(jdbc, 4, "\u00a0two@example.org");
        enrol(jdbc, 5, "\u2007two@example.org");
        enrol(jdbc, 6, "lost\u00a0@example.org");
        jdbc.sql("delete from data_key where user_id = 6").update();

        Flyway.configure()
                .dataSource(database)
                .javaMigrations(new EmailsBecomeIndexes(index), new EmailIndexesAreFolded(index, ring))
                .target("11")
                .load()
                .migrate();
        new SharedEmails(jdbc).run();

        for (var table : List.of("user_claim", "local_account")) {
            assertThat(jdbc.sql("select email_key from " + table + " order by uid")
                            .query(String.class)
                            .list())
                    .containsExactly(
                            index.of("plain@example.org"),
                            index.of("ani@xn--mnchen-3ya.de"),
                            // Somebody has had that index all along.
                            index.ofFirstRules("\u00a0plain@example.org"),
                            index.of("two@example.org"),
                            index.ofFirstRules("\u2007two@example.org"),
                            index.ofFirstRules("lost\u00a0@example.org"));
        }
        assertThat(log)
                .contains("user-3 has the same email as user-1", "user-5 has the same email as user-4")
                .contains("the key of user-6 is lost")
                .doesNotContain("@example.org");
        // Each with what they have always typed.
        assertThat(account(jdbc, "plain@example.org")).isEqualTo("1");
        assertThat(account(jdbc, "Ani@münchen.de")).isEqualTo("2");
        assertThat(account(jdbc, "\u00a0PLAIN@example.org")).isEqualTo("3");
        assertThat(account(jdbc, "\u00a0two@example.org")).isEqualTo("4");
        assertThat(account(jdbc, "two@example.org")).isEqualTo("4");
        assertThat(account(jdbc, "\u2007two@example.org")).isEqualTo("5");
    }

    @Test
    void nothingIsReportedOnceTheEmailIsAnother(CapturedOutput log) {
        var properties = WriteSide.propertiesWithOwn("emails_no_longer_shared");
        var database = new DriverManagerDataSource(
                Objects.requireNonNull(properties.get("spring.datasource.url")),
                Objects.requireNonNull(properties.get("spring.datasource.username")),
                Objects.requireNonNull(properties.get("spring.datasource.password")));
        var jdbc = JdbcClient.create(database);
        Flyway.configure()
                .dataSource(database)
                .javaMigrations(new EmailsBecomeIndexes(index), new EmailIndexesAreFolded(index, ring))
                .target("11")
                .load()
                .migrate();
        jdbc.sql("insert into shared_email (user_id, email_key, shared_key) values (8, 'before', 'shared')")
                .update();
        jdbc.sql("""
            insert into user_claim (user_id, uid, email_key, approved, disabled, deleted)
            values (7, '7', 'shared', true, false, false), (8, '8', 'another', true, false, false)
            """).update();

        new SharedEmails(jdbc).run();

        assertThat(log).doesNotContain("the same email");
    }

    private String account(JdbcClient jdbc, String typed) {
        return jdbc.sql("""
            select uid from local_account where email_key in (:indexes)
             order by email_key = :first desc limit 1
            """)
                .param("indexes", index.toSignIn(typed))
                .param("first", index.toSignIn(typed).getFirst())
                .query(String.class)
                .single();
    }

    // As the release before wrote it.
    private void enrol(JdbcClient jdbc, int user, String email) {
        var person = "user-" + user;
        var event = "event-" + user;
        var key = DataKey.random();
        var json = JSON.createObjectNode()
                .put("id", user)
                .put("uid", Integer.toString(user))
                .put("role", 3);
        json.put("name", "Ani");
        json.put("email", email);
        new SealedFields(UserRegistered.class, person, event).seal(json, key);
        jdbc.sql("insert into data_key (user_id, wrapped) values (?, ?)")
                .params(user, ring.wrap(key, person))
                .update();
        jdbc.sql("""
            insert into domain_event (event_id, aggregate_type, aggregate_id, sequence_number, recorded_at,
                                      payload_type, revision, payload, metadata)
            values (?, 'User', ?, 0, now(), 'user.registered', '1', ?::json, '{}'::json)
            """).params(event, person, json.toString()).update();
        jdbc.sql("""
            insert into user_claim (user_id, uid, email_key, approved, disabled, deleted)
            values (?, ?, ?, true, false, false)
            """)
                .params(user, Integer.toString(user), index.ofFirstRules(email))
                .update();
        jdbc.sql("insert into local_account (uid, email_key, password_hash) values (?, ?, 'hash')")
                .params(Integer.toString(user), index.ofFirstRules(email))
                .update();
    }
}
