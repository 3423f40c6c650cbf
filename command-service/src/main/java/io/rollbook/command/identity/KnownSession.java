package io.rollbook.command.identity;

import io.rollbook.api.user.SessionId;
import java.time.Instant;

/**
 * A session that somebody is let in with.
 *
 * @param begunAt when they signed in, in whole seconds
 * @param expiresAt when nothing of it is good any longer
 */
public record KnownSession(SessionId id, Instant begunAt, Instant expiresAt, SessionOrigin origin) {}
