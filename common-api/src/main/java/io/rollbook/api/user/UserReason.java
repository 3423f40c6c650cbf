package io.rollbook.api.user;

import io.rollbook.api.error.ErrorCode;
import io.rollbook.api.error.Reason;

/** Why a request about a user is refused. */
public enum UserReason implements Reason {
    NOT_FOUND(ErrorCode.NOT_FOUND, "there is no user with this id"),
    EMAIL_TAKEN(ErrorCode.CONFLICT, "email is already registered"),
    LAST_ADMIN(
            ErrorCode.CONFLICT,
            "the last enabled and approved admin can be neither disabled, deleted, unapproved nor given another role"),
    NOT_DELETED(
            ErrorCode.CONFLICT,
            "the user is still on the roll; delete them first, or send delete: true to delete and erase them at once"),
    OWN_APPROVAL(ErrorCode.FORBIDDEN, "nobody can approve themselves"),
    OWN_ENABLING(ErrorCode.FORBIDDEN, "nobody can enable themselves"),
    OWN_ROLE(ErrorCode.FORBIDDEN, "nobody can give a role to themselves"),
    ADMIN_ONLY_FIELDS(ErrorCode.FORBIDDEN, "only an admin can change email, NIP, approved or roleId of a user");

    private final ErrorCode code;
    private final String sentence;

    UserReason(ErrorCode code, String sentence) {
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
