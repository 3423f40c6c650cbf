package io.rollbook.command.identity;

import io.rollbook.api.user.EmailAddress;
import io.rollbook.api.user.NewPassword;
import io.rollbook.api.user.PersonName;
import org.jspecify.annotations.Nullable;

/**
 * An account to be made.
 *
 * @param uid the identifier it gets; the user's event will hold the same
 * @param password {@code null} for an account without one; until it has one, every sign-in is refused
 */
public record NewAccount(
        String uid,
        EmailAddress email,
        PersonName name,
        @Nullable NewPassword password) {}
