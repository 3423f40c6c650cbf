package io.rollbook.api.user;

import io.rollbook.api.event.EventType;

/**
 * The user has ended one of their sessions, and no other: its token and cookies are refused.
 *
 * @param session which
 */
@EventType(value = "user.session-ended", meaning = "One session of the user ended.")
public record UserSessionEnded(UserId id, SessionId session) implements UserEvent {}
