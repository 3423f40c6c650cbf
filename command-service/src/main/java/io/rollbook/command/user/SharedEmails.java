package io.rollbook.command.user;

import io.rollbook.command.startup.StartupTask;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.core.annotation.Order;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** Tells an operator at each start which users have one email by the rules of today and had two by older ones. */
@Component
@Order(4)
class SharedEmails implements StartupTask {

    private static final Logger LOG = LoggerFactory.getLogger(SharedEmails.class);

    private final JdbcClient jdbc;

    SharedEmails(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    @Override
    public void run() {
        jdbc.sql("""
            select s.user_id, other.user_id as other
              from shared_email s
              join user_claim c on c.user_id = s.user_id and c.email_key = s.email_key
              join user_claim other on other.email_key = s.shared_key
             order by s.user_id
            """).query(row -> {
            LOG.warn(
                    "user-{} has the same email as user-{} by the rules of today; both can sign in as before, each"
                            + " with the email as they wrote it; change the email of one of them",
                    row.getInt("user_id"),
                    row.getInt("other"));
        });
    }
}
