package io.rollbook.api.user;

import io.rollbook.api.event.EventType;

/** The user has another password; which one, nobody knows. */
@EventType(value = "user.password-changed", meaning = "The password was changed. What it is, is not recorded.")
public record UserPasswordChanged(UserId id) implements UserEvent {}
