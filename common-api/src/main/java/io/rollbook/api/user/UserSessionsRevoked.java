package io.rollbook.api.user;

import io.rollbook.api.event.EventType;
import java.time.Instant;

/**
 * The identity provider has taken back what it had given out for the account, because the password was reset there or an
 * administrator of the provider did so. What began until {@code before} is refused.
 *
 * @param before when the provider did so
 */
@EventType(
        value = "user.sessions-revoked",
        meaning = "The identity provider ended the sessions that had begun until then.")
public record UserSessionsRevoked(UserId id, Instant before) implements UserEvent {}
