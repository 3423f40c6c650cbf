package io.rollbook.api.user;

import io.rollbook.api.event.EventType;
import io.rollbook.api.personal.PersonalData;
import org.jspecify.annotations.Nullable;

/** The user signs in and is written to under another address from now on. */
@EventType(value = "user.email-changed", meaning = "The email was changed to this one.")
public record UserEmailChanged(
        UserId id, @PersonalData @Nullable String email) implements UserEvent {}
