package io.rollbook.api.user;

import org.axonframework.modelling.command.TargetAggregateIdentifier;

/** Takes a user off the roll, for good. */
public record DeleteUser(@TargetAggregateIdentifier UserId id) implements UserCommand {}
