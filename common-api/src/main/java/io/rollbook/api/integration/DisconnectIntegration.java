package io.rollbook.api.integration;

import org.axonframework.modelling.command.TargetAggregateIdentifier;

/** Says that the integration is not connected any more. */
public record DisconnectIntegration(
        @TargetAggregateIdentifier UserIntegrationId id) implements UserIntegrationCommand {}
