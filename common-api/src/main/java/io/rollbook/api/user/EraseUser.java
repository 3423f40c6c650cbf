package io.rollbook.api.user;

import org.axonframework.modelling.command.TargetAggregateIdentifier;

/**
 * Destroys what is known of a person, for good. To do so again changes nothing.
 *
 * @param delete whether to delete the user first if that has not been done
 */
public record EraseUser(@TargetAggregateIdentifier UserId id, ErasureReason reason, boolean delete)
        implements UserCommand {}
