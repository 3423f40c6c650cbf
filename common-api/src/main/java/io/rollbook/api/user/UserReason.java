package io.rollbook.api.user;

import io.rollbook.api.error.ErrorCode;
import io.rollbook.api.error.Reason;

/** Why a request about a user is refused. */
public final class UserReason {

    public static final Reason NOT_FOUND = new Reason(ErrorCode.NOT_FOUND, "there is no user with this id");

    public static final Reason EMAIL_TAKEN = new Reason(ErrorCode.CONFLICT, "email is already registered");

    public static final Reason NO_SUCH_SESSION =
            new Reason(ErrorCode.NOT_FOUND, "there is no session of yours with this id");

    public static final Reason TOO_MANY_SESSIONS_ENDED = new Reason(
            ErrorCode.CONFLICT, "too many of your sessions have ended one by one; end all: DELETE /api/auth/session");

    public static final Reason LAST_ADMIN = new Reason(
            ErrorCode.CONFLICT,
            "the last enabled and approved admin can be neither disabled, deleted, unapproved nor given another role");

    public static final Reason NOT_DELETED = new Reason(
            ErrorCode.CONFLICT,
            "the user is still on the roll; delete them first, or send delete: true to delete and erase them at once");

    public static final Reason OWN_APPROVAL = new Reason(ErrorCode.FORBIDDEN, "nobody can approve themselves");

    public static final Reason OWN_ENABLING = new Reason(ErrorCode.FORBIDDEN, "nobody can enable themselves");

    public static final Reason OWN_ROLE = new Reason(ErrorCode.FORBIDDEN, "nobody can give a role to themselves");

    public static final Reason ADMIN_ONLY_FIELDS =
            new Reason(ErrorCode.FORBIDDEN, "only an admin can change email, NIP, approved or roleId of a user");

    private UserReason() {}
}
