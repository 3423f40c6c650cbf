package io.rollbook.badge;

import io.rollbook.api.error.ErrorCode;
import io.rollbook.api.error.Reason;
import io.rollbook.api.error.Rejection;
import io.rollbook.api.event.DomainEvent;
import io.rollbook.command.startup.StartupTask;
import io.rollbook.command.store.AppendListener;
import java.time.Instant;
import org.springframework.core.annotation.Order;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** A label belongs to one badge. */
@Component
@Order(1)
class BadgeClaims implements AppendListener, StartupTask {

    private static final Reason TAKEN = new Reason(ErrorCode.CONFLICT, "another badge has this label");

    private final JdbcClient jdbc;

    BadgeClaims(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    // A feature that is delivered has a migration.
    @Override
    public void run() {
        jdbc.sql("create table if not exists badge_claim (badge_id int primary key, label text unique)")
                .update();
    }

    @Override
    public void on(DomainEvent event, long sequence, Instant time) {
        if (event instanceof BadgeIssued issued) {
            var claimed = jdbc.sql("""
                            insert into badge_claim (badge_id, label)
                            select :badge, :label
                             where not exists (select from badge_claim where label = :label and badge_id <> :badge)
                            on conflict (badge_id) do update set label = excluded.label
                            """)
                    .param("badge", issued.id().value())
                    .param("label", issued.label())
                    .update();
            if (claimed == 0) {
                throw new Rejection(TAKEN);
            }
        }
    }
}
