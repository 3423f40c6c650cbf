package io.rollbook.api.integration;

import io.rollbook.api.error.ErrorCode;
import io.rollbook.api.error.Reason;

/** Why a request about a user's integration is refused. */
public enum UserIntegrationReason implements Reason {
    INVALID_ID(ErrorCode.VALIDATION, "UserIntegrationId is Invalid"),
    UNKNOWN_USER(ErrorCode.VALIDATION, "userId must name a user that exists"),
    ALREADY_ADDED(ErrorCode.CONFLICT, "UserIntegration already exists"),
    NOT_OWN(ErrorCode.FORBIDDEN, "userId must be your own");

    private final ErrorCode code;
    private final String sentence;

    UserIntegrationReason(ErrorCode code, String sentence) {
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
