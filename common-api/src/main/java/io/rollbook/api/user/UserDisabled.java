package io.rollbook.api.user;

import io.rollbook.api.event.EventType;

/** The user is locked out. */
@EventType("user.disabled")
public record UserDisabled(UserId id) implements UserEvent {}
