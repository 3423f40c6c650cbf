package io.rollbook.web.access;

import io.rollbook.api.error.ErrorCode;
import io.rollbook.api.error.Reason;

/** Why a caller is turned away before a route does anything. */
public final class AccessReason {

    public static final Reason NOT_SIGNED_IN = new Reason(
            ErrorCode.AUTHENTICATION, "sign in first: send Authorization: Bearer <token>, or the session cookie");

    public static final Reason TOKEN_REFUSED =
            new Reason(ErrorCode.AUTHENTICATION, "the token is not valid or has expired; sign in again");

    public static final Reason BEARER_NEEDED =
            new Reason(ErrorCode.AUTHENTICATION, "send Authorization: Bearer <token>; a cookie does not do here");

    public static final Reason FOREIGN_ORIGIN = new Reason(
            ErrorCode.FORBIDDEN,
            "a change by cookie must come from this origin or an allowed one; send Origin, or a bearer token");

    public static final Reason NOT_APPROVED =
            new Reason(ErrorCode.FORBIDDEN, "your registration is not approved yet; an admin has to approve it");

    public static final Reason NOT_ALLOWED = new Reason(ErrorCode.FORBIDDEN, "your role does not allow this");

    private AccessReason() {}
}
