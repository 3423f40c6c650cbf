package io.rollbook.api.role;

import io.rollbook.api.error.ErrorCode;
import io.rollbook.api.error.Reason;

/** Why a request about a role is refused. */
public enum RoleReason implements Reason {
    NOT_FOUND(ErrorCode.NOT_FOUND, "there is no role with this id"),
    NAME_TAKEN(ErrorCode.CONFLICT, "another role has this name; letters of another case do not tell them apart"),
    BUILT_IN(ErrorCode.CONFLICT, "a built-in role can be neither renamed nor deleted"),
    IN_USE(ErrorCode.CONFLICT, "the role is still held by a user; give its users another role first");

    private final ErrorCode code;
    private final String sentence;

    RoleReason(ErrorCode code, String sentence) {
        this.code = code;
        this.sentence = sentence;
    }

    @Override
    public ErrorCode code() {
        return code;
    }

    @Override
    public String sentence() {
        return sentence;
    }
}
