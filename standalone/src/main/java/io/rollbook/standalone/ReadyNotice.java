package io.rollbook.standalone;

import io.rollbook.command.publishing.EventPublisher;
import io.rollbook.command.user.FirstAdminAdded;
import io.rollbook.query.projection.Projections;
import io.rollbook.web.platform.Floor;
import java.io.PrintStream;
import java.time.Duration;
import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.context.event.EventListener;
import org.springframework.core.env.Environment;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * Waits until the read models hold everything that the store does, as they are folded anew at each start, and then says
 * how to use what is running. Readiness is announced after it.
 */
final class ReadyNotice {

    private static final Duration BETWEEN_LOOKS = Duration.ofMillis(10);
    private static final Duration LOOK_AGAIN_AFTER = Duration.ofMinutes(1);

    private final JdbcClient jdbc;
    private final EventPublisher publisher;
    private final Projections projections;
    private volatile boolean adminAdded;

    ReadyNotice(JdbcClient jdbc, EventPublisher publisher, Projections projections) {
        this.jdbc = jdbc;
        this.publisher = publisher;
        this.projections = projections;
    }

    @EventListener
    void onAdminAdded(FirstAdminAdded event) {
        adminAdded = true;
    }

    @EventListener
    void onReady(ApplicationReadyEvent event) {
        try {
            awaitPublished();
            while (!projections.awaitCaughtUp(LOOK_AGAIN_AFTER)) {
                // A long history takes its time; nothing is served half-filled meanwhile.
            }
            print(event.getApplicationContext().getEnvironment(), System.out);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void awaitPublished() throws InterruptedException {
        var head = jdbc.sql("select coalesce(max(global_index), 0) from domain_event")
                .query(Long.class)
                .single();
        var floor = Floor.under("wait for publishing");
        while (publisher.published() < head) {
            Thread.sleep(BETWEEN_LOOKS);
            floor.round(false);
        }
    }

    private void print(Environment environment, PrintStream console) {
        var base = "http://localhost:" + environment.getProperty("local.server.port");
        console.printf(
                """

                Rollbook is ready.
                  base URL  %s
                  sign in   %s
                  data      %s
                Try:
                  curl -s %s/api/auth/register -H 'Content-Type: application/json' -d '%s'
                  TOKEN=$(curl -s %s/api/auth/login -H 'Content-Type: application/json' -d '%s' | sed 's/.*"token":"\\([^"]*\\)".*/\\1/')
                  curl -s %s/api/users -H "Authorization: Bearer $TOKEN"

                """,
                base,
                signIn(environment),
                environment.getProperty("rollbook.data"),
                base,
                "{\"name\":\"Ani\",\"email\":\"ani@example.org\",\"password\":\"a long secret\",\"confirmPassword\":\"a long secret\"}",
                base,
                "{\"email\":\"…\",\"password\":\"…\"}",
                base);
        console.flush();
    }

    private String signIn(Environment environment) {
        var madeUp = environment.getProperty(ServersFirst.MADE_UP_PASSWORD);
        if (!adminAdded) {
            return "with the account and password of the first start";
        }
        // What is printed is kept by others: the address of a person is not for them, one that was made up is nobody's.
        return madeUp == null
                ? "with what is in ROLLBOOK_ADMIN_EMAIL and ROLLBOOK_ADMIN_PASSWORD"
                : environment.getProperty("rollbook.admin.email") + " with password " + madeUp + " (shown this once)";
    }
}
