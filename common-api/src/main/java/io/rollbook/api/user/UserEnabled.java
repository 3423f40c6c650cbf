package io.rollbook.api.user;

import io.rollbook.api.event.EventType;

/** The user is no longer locked out. */
@EventType("user.enabled")
public record UserEnabled(UserId id) implements UserEvent {}
