package io.rollbook.api.user;

import io.rollbook.api.event.EventType;

/** An admin let the person in. */
@EventType("user.approved")
public record UserApproved(UserId id) implements UserEvent {}
