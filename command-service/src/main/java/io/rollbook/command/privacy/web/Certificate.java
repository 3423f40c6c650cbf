package io.rollbook.command.privacy.web;

import io.rollbook.api.user.UserErased;
import org.jspecify.annotations.Nullable;

/**
 * The certificate of an erasure, as clients see it.
 *
 * @param id the id of the user who was erased
 * @param by who ordered it: {@code user-<id>} or {@code system}
 * @param at when, UTC, ISO 8601
 * @param reason why
 * @param events how many events of the user it covers
 * @param fingerprint the SHA-256 of the destroyed key in hexadecimal; {@code null} when there was none
 */
record Certificate(
        int id,
        String by,
        String at,
        String reason,
        long events,
        @Nullable String fingerprint) {

    static Certificate of(UserErased erased) {
        return new Certificate(
                erased.id().value(),
                erased.by(),
                erased.at().toString(),
                erased.reason(),
                erased.events(),
                erased.fingerprint());
    }
}
