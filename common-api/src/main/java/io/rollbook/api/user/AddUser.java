package io.rollbook.api.user;

import io.rollbook.api.role.RoleId;
import org.axonframework.modelling.command.TargetAggregateIdentifier;
import org.jspecify.annotations.Nullable;

/**
 * Puts a person on the roll at an admin's wish.
 *
 * @param id an id nobody has had yet
 * @param uid the account at the identity provider, which exists already
 * @param approved whether the person is approved at once
 * @param role a role that exists
 */
public record AddUser(
        @TargetAggregateIdentifier UserId id,
        String uid,
        EmailAddress email,
        PersonName name,
        @Nullable Nip nip,
        @Nullable Gender gender,
        @Nullable JobTitle jabatan,
        boolean approved,
        RoleId role)
        implements UserCommand {}
