package io.rollbook.api.integration;

import io.rollbook.api.event.EventType;

/** The user's integration is not connected any more. */
@EventType(value = "integration.disconnected", meaning = "The integration was disconnected.")
public record IntegrationDisconnected(UserIntegrationId id) implements UserIntegrationEvent {}
