package io.rollbook.api.user;

import org.axonframework.modelling.command.TargetAggregateIdentifier;

/** Disables an enabled user, enables a disabled one. */
public record ToggleUser(@TargetAggregateIdentifier UserId id) implements UserCommand {}
