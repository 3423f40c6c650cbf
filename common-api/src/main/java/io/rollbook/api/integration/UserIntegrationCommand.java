package io.rollbook.api.integration;

/** A wish about one user's connection to one integration. */
public sealed interface UserIntegrationCommand
        permits AddIntegration, ConnectIntegration, DisconnectIntegration, RemoveIntegration {

    UserIntegrationId id();
}
