package io.rollbook.api.user;

import io.rollbook.api.event.EventType;

/** The user is locked out. */
@EventType(value = "user.disabled", meaning = "The user was locked out.")
public record UserDisabled(UserId id) implements UserEvent {}
