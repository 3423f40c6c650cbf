package io.rollbook.command.claim;

import io.rollbook.api.event.DomainEvent;
import io.rollbook.api.integration.UserIntegrationEvent;
import io.rollbook.api.role.RoleEvent;
import io.rollbook.api.user.UserEvent;
import io.rollbook.command.store.InTransaction;
import io.rollbook.web.access.Revocation;
import java.time.Instant;
import org.springframework.core.annotation.Order;
import org.springframework.stereotype.Component;

/** Folds every event into the claims in the transaction that appends it; a claim that cannot be made refuses it. */
@Component
@Order(1)
class ClaimKeeper implements InTransaction {

    private final UserClaims users;
    private final RoleClaims roles;
    private final IntegrationClaims integrations;

    ClaimKeeper(UserClaims users, RoleClaims roles, IntegrationClaims integrations) {
        this.users = users;
        this.roles = roles;
        this.integrations = integrations;
    }

    @Override
    public void on(DomainEvent event, long sequence, Instant time) {
        switch (event) {
            case UserEvent user -> users.fold(user, new Revocation(sequence, time));
            case RoleEvent role -> roles.fold(role);
            case UserIntegrationEvent integration -> integrations.fold(integration);
            default -> throw new IllegalStateException("no claims are decided for " + event.getClass());
        }
    }
}
