package io.rollbook.api.user;

import io.rollbook.api.role.RoleId;
import org.axonframework.modelling.command.TargetAggregateIdentifier;
import org.jspecify.annotations.Nullable;

/**
 * Changes what a partial update names, all of it or nothing; a component that is {@code null} is left as it is.
 *
 * @param newPassword handed to the identity provider in the same transaction; no event ever holds it
 */
public record ChangeUser(
        @TargetAggregateIdentifier UserId id,
        @Nullable EmailAddress email,
        @Nullable NewPassword newPassword,
        @Nullable PersonName name,
        Edit<Nip> nip,
        Edit<Gender> gender,
        Edit<JobTitle> jabatan,
        @Nullable Boolean approved,
        @Nullable RoleId role)
        implements UserCommand {}
