package io.rollbook.api.user;

import io.rollbook.api.event.EventType;

/** The user has signed out, everywhere: tokens and cookies given before are refused. */
@EventType(value = "user.signed-out", meaning = "The user signed out everywhere.")
public record UserSignedOut(UserId id) implements UserEvent {}
