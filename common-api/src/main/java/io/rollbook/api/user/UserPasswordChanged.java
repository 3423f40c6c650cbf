package io.rollbook.api.user;

import io.rollbook.api.event.EventType;

/** The user has another password; which one, nobody knows. */
@EventType("user.password-changed")
public record UserPasswordChanged(UserId id) implements UserEvent {}
