package io.rollbook.api.integration;

import io.rollbook.api.event.EventType;
import io.rollbook.api.user.UserId;

/** A user has an integration from now on; not connected by this event alone. */
@EventType(value = "integration.added", meaning = "The user was given this outside integration.")
public record IntegrationAdded(UserIntegrationId id, UserId userId, IntegrationId integrationId)
        implements UserIntegrationEvent {}
