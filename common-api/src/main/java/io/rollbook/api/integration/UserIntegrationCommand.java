package io.rollbook.api.integration;

import io.rollbook.api.command.Command;
import io.rollbook.api.error.Reason;

/** A wish about one user's connection to one integration. */
public sealed interface UserIntegrationCommand extends Command
        permits AddIntegration, ConnectIntegration, DisconnectIntegration, RemoveIntegration {

    @Override
    UserIntegrationId id();

    @Override
    default Reason notFound() {
        return UserIntegrationReason.INVALID_ID;
    }
}
