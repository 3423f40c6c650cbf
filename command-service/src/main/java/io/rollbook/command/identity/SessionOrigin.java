package io.rollbook.command.identity;

import io.rollbook.api.personal.PersonalData;
import org.jspecify.annotations.Nullable;

/**
 * Where a session was begun, kept as sealed as the person's events are.
 *
 * @param network the first bits of the address, for example {@code 203.0.113.0/24}
 * @param client what the client says it is, cut; {@code null} when it says nothing
 */
public record SessionOrigin(
        @PersonalData @Nullable String network,
        @PersonalData @Nullable String client) {

    /** Neither of them. */
    @Override
    public String toString() {
        return "SessionOrigin[…]";
    }
}
