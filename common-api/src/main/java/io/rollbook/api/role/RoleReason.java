package io.rollbook.api.role;

import io.rollbook.api.error.ErrorCode;
import io.rollbook.api.error.Reason;

/** Why a request about a role is refused. */
public final class RoleReason {

    public static final Reason NOT_FOUND = new Reason(ErrorCode.NOT_FOUND, "there is no role with this id");

    public static final Reason NAME_TAKEN = new Reason(
            ErrorCode.CONFLICT, "another role has this name; letters of another case do not tell them apart");

    public static final Reason BUILT_IN =
            new Reason(ErrorCode.CONFLICT, "a built-in role can be neither renamed nor deleted");

    public static final Reason IN_USE =
            new Reason(ErrorCode.CONFLICT, "the role is still held by a user; give its users another role first");

    private RoleReason() {}
}
