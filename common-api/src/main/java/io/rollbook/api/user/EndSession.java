package io.rollbook.api.user;

import org.axonframework.modelling.command.TargetAggregateIdentifier;

/** Ends one session of the user: its token and its cookies are refused from then on. The others stay. */
public record EndSession(@TargetAggregateIdentifier UserId id, SessionId session) implements UserCommand {}
