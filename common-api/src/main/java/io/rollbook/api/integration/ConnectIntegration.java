package io.rollbook.api.integration;

import org.axonframework.modelling.command.TargetAggregateIdentifier;

/** Says that the integration is connected. */
public record ConnectIntegration(@TargetAggregateIdentifier UserIntegrationId id) implements UserIntegrationCommand {}
