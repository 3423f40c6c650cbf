package io.rollbook.api.integration;

import io.rollbook.api.error.ErrorCode;
import io.rollbook.api.error.Reason;

/** Why a request about a user's integration is refused. */
public final class UserIntegrationReason {

    public static final Reason INVALID_ID = new Reason(ErrorCode.VALIDATION, "UserIntegrationId is Invalid");

    public static final Reason UNKNOWN_USER = new Reason(ErrorCode.VALIDATION, "userId must name a user that exists");

    public static final Reason ALREADY_ADDED = new Reason(ErrorCode.CONFLICT, "UserIntegration already exists");

    public static final Reason NOT_OWN = new Reason(ErrorCode.FORBIDDEN, "userId must be your own");

    private UserIntegrationReason() {}
}
