package io.rollbook.api.user;

import org.axonframework.modelling.command.TargetAggregateIdentifier;

/** Takes an approval back; the user stays on the roll. */
public record RevokeUserApproval(@TargetAggregateIdentifier UserId id) implements UserCommand {}
