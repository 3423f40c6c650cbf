package io.rollbook.api.integration;

import io.rollbook.api.event.EventType;

/** The user's integration is connected. */
@EventType(value = "integration.connected", meaning = "The integration was connected.")
public record IntegrationConnected(UserIntegrationId id) implements UserIntegrationEvent {}
