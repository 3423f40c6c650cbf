package io.rollbook.web.access;

import io.rollbook.api.role.BuiltInRole;
import io.rollbook.api.role.RoleId;
import io.rollbook.api.user.SessionId;
import io.rollbook.api.user.UserId;
import org.jspecify.annotations.Nullable;

/**
 * Who is calling, as our own state knows them at this request, whatever their token says.
 *
 * @param id the user
 * @param uid the user's account at the identity provider
 * @param session the session they are in; {@code null} when somebody else asks for them
 * @param signedOut the user's version that last ended all their sessions, see {@link Revocation#version}
 */
public record Caller(
        UserId id,
        String uid,
        boolean approved,
        boolean disabled,
        RoleId role,
        @Nullable SessionId session,
        long signedOut) {

    /** A caller whose sessions nothing has ended yet. */
    public Caller(UserId id, String uid, boolean approved, boolean disabled, RoleId role) {
        this(id, uid, approved, disabled, role, null, Revocation.NONE.version());
    }

    public boolean isAdmin() {
        return role.equals(BuiltInRole.ADMIN.id());
    }

    /** Whether the caller may read everything: an auditor or an admin. */
    public boolean readsEverything() {
        return isAdmin() || role.equals(BuiltInRole.AUDITOR.id());
    }

    public boolean is(UserId user) {
        return id.equals(user);
    }
}
