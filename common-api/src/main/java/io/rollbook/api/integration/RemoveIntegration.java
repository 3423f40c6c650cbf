package io.rollbook.api.integration;

import org.axonframework.modelling.command.TargetAggregateIdentifier;

/** Forgets the integration of the user, for good. */
public record RemoveIntegration(@TargetAggregateIdentifier UserIntegrationId id) implements UserIntegrationCommand {}
