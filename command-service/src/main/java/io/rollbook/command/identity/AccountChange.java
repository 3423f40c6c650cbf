package io.rollbook.command.identity;

import io.rollbook.api.user.UserId;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * An account that has yet to follow its user.
 *
 * @param event the type of the last event it has to follow
 * @param version the user's version by that event
 * @param revoke whether what the provider has given out is to be taken back as well
 * @param attempts how often it was tried in vain
 * @param reason why the last attempt failed
 * @param deadSince when it became a dead letter
 */
record AccountChange(
        UserId user,
        String uid,
        String event,
        long version,
        boolean revoke,
        int attempts,
        @Nullable String reason,
        @Nullable Instant deadSince) {}
