package io.rollbook.web.envelope;

import com.fasterxml.jackson.annotation.JsonInclude;
import org.jspecify.annotations.Nullable;
import org.springframework.http.ResponseEntity;

/**
 * Envelope B: what {@code /api/userIntegration} and {@code /api/admin/userIntegration} answer with on success.
 *
 * @param status the HTTP status, equal to the status line
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record IntegrationEnvelope(
        int status, @Nullable String message, @Nullable Object data) {

    /** The answer to a read. */
    public static ResponseEntity<IntegrationEnvelope> ok(Object data) {
        return ResponseEntity.ok(new IntegrationEnvelope(200, null, data));
    }

    /** The answer to a change, with what it changed. */
    public static ResponseEntity<IntegrationEnvelope> ok(String message, Object data) {
        return ResponseEntity.ok(new IntegrationEnvelope(200, message, data));
    }

    /** The answer to a change that leaves nothing to show. */
    public static ResponseEntity<IntegrationEnvelope> done(String message) {
        return ResponseEntity.ok(new IntegrationEnvelope(200, message, null));
    }
}
