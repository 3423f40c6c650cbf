package io.rollbook.api.user;

import org.axonframework.modelling.command.TargetAggregateIdentifier;

/** Lets a person in. Approving an approved user changes nothing. */
public record ApproveUser(@TargetAggregateIdentifier UserId id) implements UserCommand {}
