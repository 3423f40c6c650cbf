package io.rollbook.command.identity;

import io.rollbook.api.user.EmailAddress;
import io.rollbook.api.user.NewPassword;
import io.rollbook.api.user.PersonName;

/**
 * An account to be made.
 *
 * @param uid the identifier it gets; the user's event will hold the same
 */
public record NewAccount(String uid, EmailAddress email, PersonName name, NewPassword password) {}
