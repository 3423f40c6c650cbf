package io.rollbook.api.user;

import io.rollbook.api.event.EventType;

/** The user signs in and is written to under another address from now on. */
@EventType("user.email-changed")
public record UserEmailChanged(UserId id, String email) implements UserEvent {}
