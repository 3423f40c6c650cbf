package io.rollbook.command.platform;

import io.rollbook.api.user.UserId;
import io.rollbook.web.access.Caller;

/**
 * Who sends a command.
 *
 * @param name {@code user-<id>}, {@code system} or {@code anonymous}; every event keeps it
 * @param admin whether the actor may do what only admins may
 */
public record Actor(String name, boolean admin) {

    /** The metadata key under which commands carry their actor. */
    public static final String KEY = "sender";

    /** Rollbook itself. */
    public static final Actor SYSTEM = new Actor("system", true);

    /** Somebody who is not signed in. */
    public static final Actor ANONYMOUS = new Actor("anonymous", false);

    public static Actor of(Caller caller) {
        return new Actor(caller.id().toString(), caller.isAdmin());
    }

    public boolean is(UserId user) {
        return name.equals(user.toString());
    }
}
