package io.rollbook.api.user;

import io.rollbook.api.role.RoleId;
import java.util.stream.Stream;

/** What the read side of another feature may ask about users. */
public interface UserDirectory {

    /** The name of the view that it reads. */
    String VIEW = "users";

    /**
     * The users who hold a role, by id. They are read while the stream is; it must be closed.
     *
     * @throws RuntimeException when they cannot be read, from this method or while the stream is read
     */
    Stream<UserView> holding(RoleId role);
}
