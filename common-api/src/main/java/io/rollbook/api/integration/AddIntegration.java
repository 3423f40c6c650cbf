package io.rollbook.api.integration;

import io.rollbook.api.user.UserId;
import org.axonframework.modelling.command.TargetAggregateIdentifier;

/** Records an integration of a user, connected or not yet. */
public record AddIntegration(
        @TargetAggregateIdentifier UserIntegrationId id, UserId userId, IntegrationId integrationId, boolean connected)
        implements UserIntegrationCommand {}
