package io.rollbook.web.access;

import io.rollbook.api.error.ErrorCode;
import io.rollbook.api.error.Reason;

/** Why a caller is turned away before a route does anything. */
public enum AccessReason implements Reason {
    NOT_SIGNED_IN(ErrorCode.AUTHENTICATION, "sign in first: send Authorization: Bearer <token>, or the session cookie"),
    TOKEN_REFUSED(ErrorCode.AUTHENTICATION, "the token is not valid or has expired; sign in again"),
    BEARER_NEEDED(ErrorCode.AUTHENTICATION, "send Authorization: Bearer <token>; a cookie does not do here"),
    FOREIGN_ORIGIN(
            ErrorCode.FORBIDDEN,
            "a change by cookie must come from this origin or an allowed one; send Origin, or a bearer token"),
    NOT_APPROVED(ErrorCode.FORBIDDEN, "your registration is not approved yet; an admin has to approve it"),
    NOT_ALLOWED(ErrorCode.FORBIDDEN, "your role does not allow this");

    private final ErrorCode code;
    private final String sentence;

    AccessReason(ErrorCode code, String sentence) {
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
