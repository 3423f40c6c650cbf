package io.rollbook.api.user;

import org.axonframework.modelling.command.TargetAggregateIdentifier;

/** Lets a disabled user in again. */
public record EnableUser(@TargetAggregateIdentifier UserId id) implements UserCommand {}
