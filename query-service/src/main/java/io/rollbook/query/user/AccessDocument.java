package io.rollbook.query.user;

import io.rollbook.api.role.RoleId;
import io.rollbook.api.user.UserId;
import io.rollbook.web.access.Caller;
import io.rollbook.web.access.EndedSessions;
import io.rollbook.web.access.Revocation;
import io.rollbook.web.access.VerifiedToken;

/** What a user may do, and which tokens of theirs are good. It holds no name and no address. */
record AccessDocument(
        UserId id,
        String uid,
        boolean approved,
        boolean disabled,
        RoleId role,
        Revocation revocation,
        EndedSessions endedSessions) {

    /** A user who has just come is not approved yet. */
    static AccessDocument of(UserId id, String uid, RoleId role) {
        return new AccessDocument(id, uid, false, false, role, Revocation.NONE, EndedSessions.NONE);
    }

    AccessDocument withApproved(boolean approved) {
        return new AccessDocument(id, uid, approved, disabled, role, revocation, endedSessions);
    }

    AccessDocument withDisabled(boolean disabled) {
        return new AccessDocument(id, uid, approved, disabled, role, revocation, endedSessions);
    }

    AccessDocument withRole(RoleId role) {
        return new AccessDocument(id, uid, approved, disabled, role, revocation, endedSessions);
    }

    /** Everything ended, so nothing has ended by itself. */
    AccessDocument withRevocation(Revocation revocation) {
        return new AccessDocument(id, uid, approved, disabled, role, revocation, EndedSessions.NONE);
    }

    AccessDocument withEndedSessions(EndedSessions endedSessions) {
        return new AccessDocument(id, uid, approved, disabled, role, revocation, endedSessions);
    }

    /** Whether what was given out for the token is refused. */
    boolean refuses(VerifiedToken token) {
        return revocation.refuses(token) || endedSessions.contains(token.session());
    }

    Caller caller(VerifiedToken token) {
        return new Caller(id, uid, approved, disabled, role, token.session(), revocation.version());
    }
}
