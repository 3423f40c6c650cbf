package io.rollbook.api.user;

import io.rollbook.api.event.EventType;

/** The user has signed out, everywhere: tokens and cookies given before are refused. */
@EventType("user.signed-out")
public record UserSignedOut(UserId id) implements UserEvent {}
