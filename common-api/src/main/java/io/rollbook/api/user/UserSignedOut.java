package io.rollbook.api.user;

import io.rollbook.api.event.EventType;

/** The user has signed out, or an admin has ended their sessions, everywhere: tokens and cookies given before are refused. */
@EventType(value = "user.signed-out", meaning = "All sessions of the user ended.")
public record UserSignedOut(UserId id) implements UserEvent {}
