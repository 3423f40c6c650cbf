package io.rollbook.api.user;

import org.axonframework.modelling.command.TargetAggregateIdentifier;

/**
 * Puts a person on the roll at their own wish: not approved, with the role {@code user}.
 *
 * @param id an id nobody has had yet
 * @param uid the account at the identity provider, which exists already
 */
public record RegisterUser(@TargetAggregateIdentifier UserId id, String uid, EmailAddress email, PersonName name)
        implements UserCommand {}
