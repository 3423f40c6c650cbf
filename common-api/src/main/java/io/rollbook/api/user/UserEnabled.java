package io.rollbook.api.user;

import io.rollbook.api.event.EventType;

/** The user is no longer locked out. */
@EventType(value = "user.enabled", meaning = "The user was let in again.")
public record UserEnabled(UserId id) implements UserEvent {}
