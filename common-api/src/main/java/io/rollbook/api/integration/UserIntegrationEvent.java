package io.rollbook.api.integration;

import io.rollbook.api.event.DomainEvent;

/** A fact about one user's connection to one integration. */
public sealed interface UserIntegrationEvent extends DomainEvent
        permits IntegrationAdded, IntegrationConnected, IntegrationDisconnected, IntegrationRemoved {

    @Override
    UserIntegrationId id();
}
