package io.rollbook.command.identity;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What the identity provider holds about the owner of an account, to be shown to them. Passwords are held as hashes only,
 * which nobody is shown.
 *
 * @param provider {@code local} or {@code firebase}
 * @param email {@code null} when the provider has none, or none that can be read
 * @param name {@code null} when the provider has none
 * @param lastSignIn {@code null} when there was none, or nobody keeps it
 */
public record HeldAccount(
        String provider,
        String uid,
        @Nullable String email,
        @Nullable String name,
        boolean disabled,
        Instant created,
        @Nullable Instant lastSignIn) {

    /** Only the uid: personal data must not reach a log by accident. */
    @Override
    public String toString() {
        return "HeldAccount[" + uid + "]";
    }
}
