package io.rollbook.api.user;

import org.axonframework.modelling.command.TargetAggregateIdentifier;

/** Ends every session of the user: no token and no cookie given until now is good any longer. */
public record SignOutUser(@TargetAggregateIdentifier UserId id) implements UserCommand {}
