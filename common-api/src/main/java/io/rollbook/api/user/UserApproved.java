package io.rollbook.api.user;

import io.rollbook.api.event.EventType;

/** An admin let the person in. */
@EventType(value = "user.approved", meaning = "The user was approved.")
public record UserApproved(UserId id) implements UserEvent {}
