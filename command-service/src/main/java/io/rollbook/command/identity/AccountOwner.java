package io.rollbook.command.identity;

import io.rollbook.api.user.UserId;
import org.jspecify.annotations.Nullable;

/**
 * Whose account it is, as of the last committed command.
 *
 * @param emailIndex the index of the user's email, {@code null} once they are deleted
 */
public record AccountOwner(UserId id, String uid, @Nullable String emailIndex, boolean disabled, boolean deleted) {

    /** Not the email's index: what leads to a person must not reach a log by accident. */
    @Override
    public String toString() {
        return "AccountOwner[" + id + "]";
    }
}
