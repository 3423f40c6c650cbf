package io.rollbook.command.claim;

import io.rollbook.api.user.UserId;
import org.jspecify.annotations.Nullable;

/**
 * Whose account it is, as of the last committed command.
 *
 * @param emailKey the user's email in the form in which emails are compared, {@code null} once they are deleted
 */
public record AccountOwner(UserId id, String uid, @Nullable String emailKey, boolean disabled, boolean deleted) {

    /** Not the email: personal data must not reach a log by accident. */
    @Override
    public String toString() {
        return "AccountOwner[" + id + "]";
    }
}
