package io.rollbook.api.integration;

import io.rollbook.api.event.EventType;

/** The user's integration is gone for good. */
@EventType("integration.removed")
public record IntegrationRemoved(UserIntegrationId id) implements UserIntegrationEvent {}
