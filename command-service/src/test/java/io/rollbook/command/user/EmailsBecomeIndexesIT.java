package io.rollbook.command.user;

import static org.assertj.core.api.Assertions.assertThat;

import io.rollbook.command.WriteSide;
import io.rollbook.command.privacy.EmailIndex;
import io.rollbook.personal.KeyRing;
import java.util.Objects;
import org.flywaydb.core.Flyway;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.DriverManagerDataSource;

/** Claims of a release that kept emails in the clear are taken over. */
class EmailsBecomeIndexesIT {

    @Test
    void theEmailsThereAreBecomeTheirIndexes() {
        var properties = WriteSide.propertiesWithOwn("emails_in_the_clear");
        var database = new DriverManagerDataSource(
                Objects.requireNonNull(properties.get("spring.datasource.url")),
                Objects.requireNonNull(properties.get("spring.datasource.username")),
                Objects.requireNonNull(properties.get("spring.datasource.password")));
        var jdbc = JdbcClient.create(database);
        var index = new EmailIndex(KeyRing.random());
        Flyway.configure().dataSource(database).target("8").load().migrate();
        jdbc.sql("""
                        insert into user_claim (user_id, uid, email_key, approved, disabled, deleted)
                        values (1, 'one', 'one@example.org', true, false, false), (2, 'two', null, true, false, true)
                        """).update();
        jdbc.sql("insert into local_account (uid, email_key, password_hash) values ('one', 'one@example.org', 'hash')")
                .update();

        Flyway.configure()
                .dataSource(database)
                .javaMigrations(new EmailsBecomeIndexes(index))
                .load()
                .migrate();

        assertThat(jdbc.sql("select email_key from user_claim order by user_id")
                        .query(String.class)
                        .list())
                .containsExactly(index.of("One@example.org"), null);
        assertThat(jdbc.sql("select email_key from local_account")
                        .query(String.class)
                        .list())
                .containsExactly(index.of("one@example.org"));
    }
}
