package io.rollbook.command.identity;

import io.rollbook.api.error.Rejection;
import io.rollbook.api.user.UserId;
import io.rollbook.api.user.UserReason;

/** What signing in wants to know of a user; the user feature answers it. */
public interface KnownUsers {

    /**
     * The user as of their last event.
     *
     * @throws Rejection with {@link UserReason#NOT_FOUND} when nobody ever had that id
     */
    KnownUser find(UserId id);
}
