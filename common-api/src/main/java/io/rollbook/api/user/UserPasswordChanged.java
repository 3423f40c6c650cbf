package io.rollbook.api.user;

import io.rollbook.api.event.EventType;

/** The user has another password. It is not recorded. */
@EventType(value = "user.password-changed", meaning = "The password was changed. What it is, is not recorded.")
public record UserPasswordChanged(UserId id) implements UserEvent {}
