package io.rollbook.api.user;

import org.axonframework.modelling.command.TargetAggregateIdentifier;

/**
 * Destroys what is known of a person, for good. To do so again changes nothing.
 *
 * @param certificate what is recorded of it
 * @param version the user's version that the certificate was drawn up for; at another one the command is refused
 * @param delete whether to delete the user first if that has not been done
 */
public record EraseUser(@TargetAggregateIdentifier UserId id, UserErased certificate, long version, boolean delete)
        implements UserCommand {}
