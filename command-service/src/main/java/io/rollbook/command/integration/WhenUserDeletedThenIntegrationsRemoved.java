package io.rollbook.command.integration;

import io.rollbook.api.error.Rejection;
import io.rollbook.api.integration.RemoveIntegration;
import io.rollbook.api.integration.UserIntegrationReason;
import io.rollbook.api.user.UserDeleted;
import io.rollbook.command.bus.Actor;
import io.rollbook.command.bus.CommandSender;
import org.axonframework.config.ProcessingGroup;
import org.axonframework.eventhandling.EventHandler;
import org.springframework.stereotype.Component;

/**
 * Removes what a deleted user was connected to. It follows the store with a position of its own, so a crash in between
 * only delays it, and removing what is removed already does nothing.
 */
@Component
@ProcessingGroup(WhenUserDeletedThenIntegrationsRemoved.PROCESSOR)
class WhenUserDeletedThenIntegrationsRemoved {

    /** The name under which its position is kept; it must not change. */
    static final String PROCESSOR = "when-user-deleted-then-integrations-removed";

    private final IntegrationClaims integrations;
    private final CommandSender commands;

    WhenUserDeletedThenIntegrationsRemoved(IntegrationClaims integrations, CommandSender commands) {
        this.integrations = integrations;
        this.commands = commands;
    }

    @EventHandler
    void on(UserDeleted event) {
        for (var id : integrations.of(event.id())) {
            try {
                commands.send(new RemoveIntegration(id), Actor.SYSTEM);
            } catch (Rejection rejection) {
                if (rejection.reason() != UserIntegrationReason.INVALID_ID) {
                    throw rejection;
                }
            }
        }
    }
}
