package io.rollbook.command.identity;

import io.rollbook.api.error.Rejection;
import io.rollbook.api.user.UserId;
import io.rollbook.api.user.UserReason;
import io.rollbook.api.user.UserView;
import io.rollbook.web.envelope.Unavailable;
import java.time.Duration;
import java.util.function.Consumer;

/** What signing in wants to know of a user; the user feature answers it. */
public interface KnownUsers {

    /** How often {@link #settle} writes before it gives up. */
    int LOOKS = 5;

    /**
     * The user as of their last event.
     *
     * @throws Rejection with {@link UserReason#NOT_FOUND} when nobody ever had that id
     */
    KnownUser find(UserId id);

    /**
     * Writes elsewhere what follows from how a user is, and writes again when they have changed meanwhile. Of several who do so
     * at the same time, in whatever order their writes arrive, the last has looked after all others had written.
     *
     * @throws Unavailable when the user keeps being changed
     */
    default void settle(UserId id, Consumer<UserView> writing) {
        for (var looks = 0; looks < LOOKS; looks++) {
            var user = find(id);
            writing.accept(user.view());
            if (find(id).version().equals(user.version())) {
                return;
            }
        }
        throw new Unavailable("the user is being changed all the time", Duration.ofSeconds(1));
    }
}
