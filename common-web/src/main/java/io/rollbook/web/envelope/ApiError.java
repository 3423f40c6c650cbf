package io.rollbook.web.envelope;

import io.rollbook.api.error.ErrorCode;
import io.rollbook.api.error.Reason;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * An error on its way to a client, before it is known in which envelope.
 *
 * @param details one sentence for a person; no class name, SQL or personal data
 * @param reason the business reason, when there is one
 * @param headers header fields that go with it, for example {@code Retry-After}
 */
public record ApiError(
        ErrorCode code, String details, @Nullable Reason reason, Map<String, String> headers) {

    public static ApiError of(ErrorCode code, String details) {
        return new ApiError(code, details, null, Map.of());
    }

    public static ApiError of(Reason reason) {
        return new ApiError(reason.code(), reason.sentence(), reason, Map.of());
    }

    /** The same error with one more header field. */
    public ApiError with(String header, String value) {
        var more = new HashMap<>(headers);
        more.put(header, value);
        return new ApiError(code, details, reason, Map.copyOf(more));
    }
}
