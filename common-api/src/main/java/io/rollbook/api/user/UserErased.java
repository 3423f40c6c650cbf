package io.rollbook.api.user;

import io.rollbook.api.event.EventType;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What was known of a person is destroyed: nothing recorded of them before can be read again. The event is the certificate
 * of it.
 *
 * @param by who ordered it: {@code user-<id>}, or {@code system} when the time of keeping was over
 * @param reason why, as the one who ordered it put it
 * @param events how many events of the person it covers, at least 1: all that came before
 * @param fingerprint the SHA-256 of the destroyed key in hexadecimal; {@code null} when the person never had one
 */
@EventType(value = "user.erased", meaning = "What was known of the user was destroyed.")
public record UserErased(
        UserId id,
        String by,
        Instant at,
        String reason,
        long events,
        @Nullable String fingerprint) implements UserEvent {}
