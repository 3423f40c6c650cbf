package io.rollbook.api.error;

/** The documented errors: an HTTP status each, and the {@code error.name} of envelope A. */
public enum ErrorCode {
    VALIDATION(400, "ValidationError"),
    AUTHENTICATION(401, "AuthenticationError"),
    FORBIDDEN(403, "ForbiddenError"),
    NOT_FOUND(404, "NotFoundError"),
    METHOD_NOT_ALLOWED(405, "MethodNotAllowedError"),
    NOT_ACCEPTABLE(406, "NotAcceptableError"),
    REQUEST_TIMEOUT(408, "RequestTimeoutError"),
    CONFLICT(409, "ConflictError"),
    PRECONDITION_FAILED(412, "PreconditionFailedError"),
    PAYLOAD_TOO_LARGE(413, "PayloadTooLargeError"),
    UNSUPPORTED_MEDIA_TYPE(415, "UnsupportedMediaTypeError"),
    TOO_MANY_REQUESTS(429, "TooManyRequestsError"),
    INTERNAL(500, "InternalServerError"),
    UNAVAILABLE(503, "ServiceUnavailableError");

    private final int status;
    private final String errorName;

    ErrorCode(int status, String errorName) {
        this.status = status;
        this.errorName = errorName;
    }

    /** The HTTP status. */
    public int status() {
        return status;
    }

    /** The {@code error.name} that clients compare. */
    public String errorName() {
        return errorName;
    }
}
