package io.rollbook.command.bus;

import io.rollbook.api.user.UserId;
import io.rollbook.web.access.Caller;
import org.jspecify.annotations.Nullable;

/**
 * Who sends a command.
 *
 * @param name {@code user-<id>}, {@code system} or {@code anonymous}; every event keeps it
 * @param admin whether the actor may do what only admins may
 * @param caller who was asked for what they may do when they called; {@code null} for others than callers
 */
public record Actor(String name, boolean admin, @Nullable Caller caller) {

    /** The metadata key under which commands carry their actor. */
    public static final String KEY = "sender";

    /** Rollbook itself. */
    public static final Actor SYSTEM = new Actor("system", true);

    /** Somebody who is not signed in. */
    public static final Actor ANONYMOUS = new Actor("anonymous", false);

    /** An actor who calls from within: nothing they may do is taken from them meanwhile. */
    public Actor(String name, boolean admin) {
        this(name, admin, null);
    }

    public static Actor of(Caller caller) {
        return new Actor(caller.id().toString(), caller.isAdmin(), caller);
    }

    public boolean is(UserId user) {
        return name.equals(user.toString());
    }
}
