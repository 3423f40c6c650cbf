package io.rollbook.api.user;

import java.time.Instant;
import org.axonframework.modelling.command.TargetAggregateIdentifier;

/**
 * Ends the sessions of the user that the identity provider has taken back, for example because the password was reset there.
 *
 * @param before those that began until then, in whole seconds
 */
public record RevokeSessions(@TargetAggregateIdentifier UserId id, Instant before) implements UserCommand {}
