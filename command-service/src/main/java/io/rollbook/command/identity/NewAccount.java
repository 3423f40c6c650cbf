package io.rollbook.command.identity;

import io.rollbook.api.user.EmailAddress;
import io.rollbook.api.user.NewPassword;
import io.rollbook.api.user.PersonName;
import org.jspecify.annotations.Nullable;

/**
 * An account to be made.
 *
 * @param uid the identifier it gets; the user's event will hold the same
 * @param password {@code null} for an account that nobody can sign in to until it has one
 */
public record NewAccount(
        String uid,
        EmailAddress email,
        PersonName name,
        @Nullable NewPassword password) {}
