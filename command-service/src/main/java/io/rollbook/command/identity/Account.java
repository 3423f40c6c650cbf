package io.rollbook.command.identity;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * An account as the identity provider has it, to be compared with our own state.
 *
 * @param emailIndex the index of the email, {@code null} when the provider has none
 * @param goodSince since when tokens of the account are good by the provider; {@code null} when it does not say
 * @param created when the account was made; younger ones may belong to a registration that is still under way
 */
public record Account(
        String uid,
        @Nullable String emailIndex,
        boolean disabled,
        @Nullable Instant goodSince,
        Instant created) {

    /** Only the uid: what leads to a person must not reach a log by accident. */
    @Override
    public String toString() {
        return "Account[" + uid + "]";
    }
}
