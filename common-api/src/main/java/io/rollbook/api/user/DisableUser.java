package io.rollbook.api.user;

import org.axonframework.modelling.command.TargetAggregateIdentifier;

/** Locks a user out until somebody enables them again. */
public record DisableUser(@TargetAggregateIdentifier UserId id) implements UserCommand {}
