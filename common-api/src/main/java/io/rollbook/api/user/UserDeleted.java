package io.rollbook.api.user;

import io.rollbook.api.event.EventType;

/** The user is off the roll for good; their email is free again. */
@EventType(value = "user.deleted", meaning = "The user was taken off the roll.")
public record UserDeleted(UserId id) implements UserEvent {}
