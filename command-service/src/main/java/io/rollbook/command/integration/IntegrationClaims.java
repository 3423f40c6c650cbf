package io.rollbook.command.integration;

import io.rollbook.api.error.Rejection;
import io.rollbook.api.event.DomainEvent;
import io.rollbook.api.integration.IntegrationAdded;
import io.rollbook.api.integration.IntegrationConnected;
import io.rollbook.api.integration.IntegrationDisconnected;
import io.rollbook.api.integration.IntegrationRemoved;
import io.rollbook.api.integration.UserIntegrationEvent;
import io.rollbook.api.integration.UserIntegrationId;
import io.rollbook.api.integration.UserIntegrationReason;
import io.rollbook.api.user.UserId;
import io.rollbook.command.store.AppendListener;
import io.rollbook.command.store.Constraint;
import java.time.Instant;
import java.util.List;
import org.springframework.core.annotation.Order;
import org.springframework.dao.DataIntegrityViolationException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** Which integrations a user has: each at most once, and only a user on the roll has any. */
@Component
@Order(1)
public class IntegrationClaims implements AppendListener {

    private final JdbcClient jdbc;

    IntegrationClaims(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /** The next user integration's id. */
    public UserIntegrationId nextId() {
        return new UserIntegrationId(jdbc.sql("select nextval('user_integration_id_seq')")
                .query(Integer.class)
                .single());
    }

    /** The integrations that a user has, in the order of their ids. */
    public List<UserIntegrationId> of(UserId user) {
        return jdbc.sql("""
                        select user_integration_id from integration_claim
                         where user_id = :user order by user_integration_id
                        """).param("user", user.value()).query(Integer.class).list().stream()
                .map(UserIntegrationId::new)
                .toList();
    }

    @Override
    public void on(DomainEvent event, long sequence, Instant time) {
        if (event instanceof UserIntegrationEvent integration) {
            fold(integration);
        }
    }

    private void fold(UserIntegrationEvent event) {
        switch (event) {
            case IntegrationAdded e -> add(e);
            case IntegrationConnected e -> {}
            case IntegrationDisconnected e -> {}
            case IntegrationRemoved e ->
                jdbc.sql("delete from integration_claim where user_integration_id = :id")
                        .param("id", e.id().value())
                        .update();
        }
    }

    private void add(IntegrationAdded event) {
        // The lock conflicts with the deletion of the user, so that the second of the two sees what the first did:
        // either
        // the user is gone, or the deletion finds this integration and removes it.
        var user = jdbc.sql("select user_id from user_claim where user_id = :user and not deleted for share")
                .param("user", event.userId().value())
                .query(Integer.class)
                .optional();
        if (user.isEmpty()) {
            throw new Rejection(UserIntegrationReason.UNKNOWN_USER);
        }
        try {
            jdbc.sql("""
                            insert into integration_claim (user_integration_id, user_id, integration_id)
                            values (:id, :user, :integration)
                            """)
                    .param("id", event.id().value())
                    .param("user", event.userId().value())
                    .param("integration", event.integrationId().value())
                    .update();
        } catch (DataIntegrityViolationException e) {
            if (Constraint.violatedBy(e).equals("integration_claim_pair")) {
                throw new Rejection(UserIntegrationReason.ALREADY_ADDED);
            }
            throw e;
        }
    }
}
