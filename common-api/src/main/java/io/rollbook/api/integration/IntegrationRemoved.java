package io.rollbook.api.integration;

import io.rollbook.api.event.EventType;

/** The user's integration is gone for good. */
@EventType(value = "integration.removed", meaning = "The integration was removed.")
public record IntegrationRemoved(UserIntegrationId id) implements UserIntegrationEvent {}
